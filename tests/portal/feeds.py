"""Reads a feed of the kind that is named, from the standard input, and prints what it has as JSON."""

import json
import sys

kind = sys.argv[1]
feed = sys.stdin.buffer.read()

if kind == "atom":
    import feedparser

    read = feedparser.parse(feed)
    found = {
        "wrong": bool(read.bozo),
        "version": read.version,
        "title": read.feed.title,
        "language": read.feed.get("language"),
        "links": [[link.rel, link.href] for link in read.feed.links],
        "entries": [
            {"id": entry.id, "title": entry.title, "link": entry.link, "updated": entry.updated}
            for entry in read.entries
        ],
    }
elif kind == "calendar":
    import icalendar

    calendar = icalendar.Calendar.from_ical(feed)
    found = {
        "wrong": bool(calendar.errors),
        "version": str(calendar["version"]),
        "name": str(calendar["x-wr-calname"]),
        "events": [
            {
                "uid": str(event["uid"]),
                "summary": str(event["summary"]),
                "start": event["dtstart"].dt.isoformat(),
                "end": event["dtend"].dt.isoformat(),
                "location": str(event.get("location", "")),
                "status": str(event["status"]),
                "url": str(event["url"]),
            }
            for event in calendar.walk("VEVENT")
        ],
    }
else:
    import geojson

    collection = geojson.loads(feed)
    found = {
        "wrong": collection.errors(),
        "type": collection.type,
        "features": [
            {"id": feature.id, "at": feature.geometry.coordinates, **feature.properties}
            for feature in collection.features
        ],
    }

json.dump(found, sys.stdout)
