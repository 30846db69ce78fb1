"""What programs read: the same as their people do on the pages, and by the same rules. It changes nothing.

`interface` and all it imports is loaded with the first request of a program: it takes 16 MiB.
"""
