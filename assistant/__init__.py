"""Answers applicants' questions by quoting the program's own documents.

A module imports only from floors below its own (enforced by ``tests/test_floors.py``):

0  types errors files language degrees
1  settings questions documents fetching chunking embedding keywords abbreviations naming rewriting reading citing
1  dates rules mail contract
2  index decomposing timeline checklists eligibility applicants client
3  retrieval combining clarifying notices explaining
4  assistant answers
5  evaluation guiding linting curating recording drafting
6  syncing desk
7  reporting
8  web
9  cli
"""

__version__ = "0.1.0"
