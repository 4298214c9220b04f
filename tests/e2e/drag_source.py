#!/usr/bin/env python3
"""A small window that files can be dragged out of, at 1400,100 on the screen, as a file manager would offer them.

Usage: drag_source.py FILE...        prints "ready" once it can be seen
"""
import pathlib
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def main(files):
    uris = [pathlib.Path(name).resolve().as_uri() for name in files]
    window = Gtk.Window(type=Gtk.WindowType.POPUP)
    window.set_default_size(120, 80)
    window.move(1400, 100)
    box = Gtk.EventBox()
    box.add(Gtk.Label(label="files"))
    window.add(box)
    box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    box.drag_source_add_uri_targets()
    box.connect("drag-data-get", lambda _box, _context, data, _info, _time: data.set_uris(uris))
    window.connect("map-event", lambda *_: GLib.idle_add(lambda: print("ready", flush=True)))
    window.show_all()
    Gtk.main()


main(sys.argv[1:])
