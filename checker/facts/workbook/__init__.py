"""Turns facts workbooks into the parts the reader of facts knows; knows nothing about rules."""
