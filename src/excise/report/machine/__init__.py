"""The answer as other programs take it: one module per format, each a pure renderer over the one view model.

The same answer gives the same bytes: ids are made from content (UUIDv5), times are those of the answer. Texts of an estate are
data: what is invisible or steers a terminal is written out, and each format's own marks are escaped. What a format has no
place for is told by `left_out`.
"""
