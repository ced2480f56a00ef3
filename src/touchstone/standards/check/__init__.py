"""Do the parts of a file fit together? Every problem at once, at its line, saying how to put it right.

``typed`` has already seen to types and unknown keys; what is asked here needs the whole file, or another one.
"""
