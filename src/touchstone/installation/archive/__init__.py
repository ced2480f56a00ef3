"""The one file: an ordinary tar, written and read as a stream, with every content hashed.

touchstone-backup.json                 first: what it is, and of what moment
tables/people.user/000001.jsonl.gz     the rows of a table in portions, one a line; tables after those they refer to
files/5f0c…                            what people gave us and we made, under the key storage has it by
data/adoptions/… policies/… texts/…    files of the data folder
end.json                               last: how many of each, with hashes; without it the file is not whole
"""

from touchstone.installation.archive.contents import End, Header, Sum
from touchstone.installation.archive.reading import Reader, check
from touchstone.installation.archive.writing import Writer, writing

__all__ = ["End", "Header", "Reader", "Sum", "Writer", "check", "writing"]
