"""Who is asked: sampling plans, and the districts whose turn it is in a period."""
