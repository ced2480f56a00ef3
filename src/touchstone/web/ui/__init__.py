"""The design system: layouts, components, forms that draw themselves. Knows no domain: words and states are passed in.

How to write a page: ``docs/guide/pages.md``. Every component in every state: the page ``/patterns``.
"""
