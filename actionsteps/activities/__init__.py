"""The activities of a plan as its documents print them: tables by submission, one activity in all of them."""
