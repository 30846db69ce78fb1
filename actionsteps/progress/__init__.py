"""How far a step is: what people say of it, and what follows from the day."""
