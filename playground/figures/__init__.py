"""Plotly figures as pure functions of data; a live one says which frame field feeds which trace.

``live`` declares a live figure and its bindings, ``colours`` holds the scales, ``style`` what all
figures share. Then one file a subject: ``output`` (the map or curve of what is looked at),
``curves`` (loss and metric over time), ``weights``, ``predictions``, and ``thumbnails`` for
choosing a data set.
"""
