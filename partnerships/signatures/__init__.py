"""Who signed an edition, or an addition to it, for a partnership.

pages       the signature pages and the places on them
forms       what is entered of a signature, with its scanned page
recording   the writes: record or correct, withdraw
"""
