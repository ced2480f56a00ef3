"""Do the parts of a file fit together? Every problem at once, at its line, saying how to put it right.

``typed`` has already seen to types and unknown keys; what is asked here needs the whole file, or another one.
"""

from touchstone.standards.check.folder import check_folder, check_path

__all__ = ["check_folder", "check_path"]
