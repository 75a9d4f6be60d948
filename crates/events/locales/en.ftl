# $host is the title of the host city, or `none`.
event-recorded = { $host ->
    [none] The event “{ $subject }” entered the record
   *[city] The event “{ $subject }”, hosted by { $host }, entered the record
}
event-corrected = What is known of the event “{ $subject }” was corrected
event-created = { $by ->
    [secretariat] The secretariat prepares the event “{ $subject }”
   *[party] { $party } prepares the event “{ $subject }”
}
event-announced = { $host ->
    [none] The event “{ $subject }” was announced
   *[city] The event “{ $subject }”, hosted by { $host }, was announced
}
event-cancelled = The event “{ $subject }” was cancelled
series-recorded = The series of events “{ $subject }” entered the record
series-corrected = What is known of the series of events “{ $subject }” was corrected
event-edited = What is said of the event “{ $subject }” was changed
event-postponed = { $days ->
    [known] The event “{ $subject }” was postponed to later days
   *[unknown] The event “{ $subject }” was postponed; its new days are not known yet
}
event-held = { $host ->
    [none] The event “{ $subject }” took place
   *[city] The event “{ $subject }” took place in { $host }
}
event-results = What came of the event “{ $subject }” was published
host-accepted = { $party } accepted to host the event “{ $subject }”
host-declined = { $party } does not host the event “{ $subject }”
organiser-joined = { $by ->
    [secretariat] The secretariat makes the event “{ $subject }” together with others
   *[party] { $party } makes the event “{ $subject }” together with others
}
organiser-declined = { $by ->
    [secretariat] The secretariat declined to make the event “{ $subject }”
   *[party] { $party } declined to make the event “{ $subject }”
}
organiser-left = { $by ->
    [secretariat] The secretariat makes the event “{ $subject }” no longer
   *[party] { $party } makes the event “{ $subject }” no longer
}
session-added = The session “{ $subject }” was added to the programme of “{ $event }”
session-edited = What is said of the session “{ $subject }” of “{ $event }” was changed
session-moved = The session “{ $subject }” of “{ $event }” was moved
session-removed = A session was removed from the programme of “{ $subject }”
speaker-asked = You were asked to speak in the session “{ $subject }” of “{ $event }”
speaker-agreed = A speaker of the session “{ $subject }” of “{ $event }” agreed to be named
speaker-declined = A speaker of the session “{ $subject }” of “{ $event }” declined to be named
