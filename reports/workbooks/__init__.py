"""The tables of documents as workbooks, for those that no other page offers already."""
