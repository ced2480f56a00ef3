"""The installation as a whole: brought up, checked, saved to one file and brought back.

Knows the tables and files of every app, and not what they mean.
"""
