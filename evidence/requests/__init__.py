"""Asking somebody without a sign-in for values: a link by e-mail, what they enter there, and taking it over.

links       the secret of a link, and what a link leads to
forms       what may be asked for, and the forms that ask
asking      asking, asking again, withdrawing
sending     the e-mail
answering   what is entered by whoever has the link
accepting   taking values over, or not
"""
