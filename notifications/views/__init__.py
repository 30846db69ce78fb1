"""Which e-mails a person wants, reminding others, and calendars."""
