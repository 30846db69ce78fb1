"""What families send without an account, and what they read of what became of it.

words     what these pages say, in English and Spanish
privacy   what seems to tell who a student is
tokens    a form that is ours, and the private address of its sender
forms     what families enter, and what a director does to let them
sending   keeping what was sent, once
replying  an answer by e-mail, to whoever wanted one
"""
