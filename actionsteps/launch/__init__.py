"""How an agreement begins: the launch plan's tasks, marked for periods and carried out."""
