"""The pages of plans, steps and feedback."""
