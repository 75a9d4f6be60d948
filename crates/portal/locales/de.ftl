# What the pages say, in German; what is missing here is said in English.

site-name = Passerelle
network-name = Passerelle
site-title = { network-name }
site-description = { network-name }: die Städte, ihre gemeinsamen Projekte, die Veranstaltungen, bei denen sie sich treffen, und was gerade geschieht.
skip = Zum Inhalt springen

nav-main = Hauptnavigation
nav-about = Über das Netzwerk
nav-cities = Städte
nav-projects = Projekte
nav-events = Veranstaltungen
nav-organisations = Organisationen
nav-themes = Themen
nav-activity = Aktivitäten
nav-join = Dem Netzwerk beitreten
nav-data = Daten nutzen
nav-credits = Quellen und Lizenz
nav-accessibility = Barrierefreiheit
nav-privacy = Datenschutz
nav-languages = Sprachen
sign-in = Anmelden
sign-out = Abmelden
search = Suchen
search-label = Im Netzwerk suchen
search-title = Suche
search-type = Art des Inhalts
back-home = Zur Startseite
facts = Auf einen Blick
label-value = { $label }: { $value }
history = Verlauf
sources = Quellen
documents = Dokumente
pages = Seiten
page-previous = Vorherige Seite
page-next = Nächste Seite
use-data = Die Daten dieser Seite
use-data-text = Diese Seite entsteht aus dem folgenden GraphQL-Dokument. Alle können es verwenden: für eine eigene Seite, einen Bericht, eine Karte.
use-data-open = Im Explorer öffnen
use-data-more = Wie man die Daten nutzt

home-title = Städte, die zusammenarbeiten
home-lead = Hier sehen Sie, was die Städte des Netzwerks tun: welche Projekte sie gemeinsam tragen, wo sie sich treffen und was gerade geschieht.
home-next-events = Demnächst
home-past-events = Letzte Veranstaltungen
home-now = Was gerade geschieht
home-projects = Neueste Projekte
home-themes = Woran sie arbeiten
home-join = Gehört Ihre Stadt dazu?
home-join-text = Erfahren Sie, wie eine Stadt dem Netzwerk beitritt und wie andere an seinen Projekten mitwirken.
all-events = Alle Veranstaltungen
all-projects = Alle Projekte
all-activity = Alle Aktivitäten
figure-members = { $count ->
    [one] Mitgliedsstadt
   *[other] Mitgliedsstädte
}
figure-countries = { $count ->
    [one] Land
   *[other] Länder
}
figure-projects = { $count ->
    [one] Projekt
   *[other] Projekte
}
figure-events = { $count ->
    [one] Veranstaltung
   *[other] Veranstaltungen
}

map-label = Karte der Städte
map-closeup = Die Karte aus der Nähe
map-other = Weitere Stadt
live-on = Live: Neues erscheint hier von selbst.
live-off = Die Verbindung ist unterbrochen und wird wiederhergestellt …
live-gap = Hier fehlt möglicherweise etwas: Laden Sie die Seite neu, um alles zu sehen.
live-new = Neu

cities-lead = Die Mitglieder des Netzwerks, die eingeladenen Städte und solche, die beitreten können.
count-cities = { $count ->
    [one] { $number } Stadt
   *[other] { $number } Städte
}
count-projects = { $count ->
    [one] { $number } Projekt
   *[other] { $number } Projekte
}
count-events = { $count ->
    [one] { $number } Veranstaltung
   *[other] { $number } Veranstaltungen
}
count-organisations = { $count ->
    [one] { $number } Organisation
   *[other] { $number } Organisationen
}
count-delegations = { $count ->
    [one] { $number } Stadt hat teilgenommen oder ist angekündigt
   *[other] { $number } Städte haben teilgenommen oder sind angekündigt
}
count-results = { $count ->
    [0] Keine Treffer
    [one] { $number } Treffer
   *[other] { $number } Treffer
}
inhabitants = { $count ->
    [one] { $number } Einwohner
   *[other] { $number } Einwohner
}
nothing-found = Es wurde nichts gefunden. Versuchen Sie es mit anderen Wörtern oder weniger Filtern.
nothing-planned = Hier ist zurzeit nichts angekündigt.

filter-all = Alle
filter-apply = Anzeigen
filter-status = Status
filter-country = Land
filter-theme = Thema
filter-city = Stadt
filter-stage = Stand
filter-kind = Art
filter-goal = Ziel für nachhaltige Entwicklung
filter-words = Stichwörter

fact-country = Land
fact-population = Einwohnerzahl
fact-joined = Beitritt
fact-first-evidence = Erste bekannte Beteiligung
fact-sites = Standorte
fact-languages = Sprachen
fact-time-zone = Zeitzone
fact-website = Website
fact-lead = Federführende Stadt
fact-dates = Wann
fact-goals = Ziele für nachhaltige Entwicklung
fact-budget = Budget
fact-born-at = Entstanden bei
fact-venue = Ort
fact-mode = Teilnahme
fact-registration = Anmeldung
fact-accessibility = Barrierefreiheit

projects-lead = Was die Städte gemeinsam mit Hochschulen, Unternehmen, Vereinen und Kunstschaffenden tun und was jeder von ihnen besonders gut gelingt.
open-to-partners = Offen für Partner
led-by = Federführend: { $city }
outcome = Was daraus wurde
needs = Gesuche und Angebote
milestones = Meilensteine
milestone-reached = Erreicht: { $date }
milestone-due = Fällig: { $date }
updates = Neuigkeiten
chart-projects = Projekte nach Themen
chart-conferences = Städte bei den Konferenzen
chart-year = Konferenz
chart-table = Als Tabelle

events-lead = Konferenzen, Versammlungen, Workshops, Besuche und Residenzen in allen Städten des Netzwerks.
events-when = Wann
events-upcoming = Kommende
events-past = Vergangene
add-to-calendar = In den Kalender übernehmen
edition = { $count ->
   *[other] { $count }. Ausgabe
}
postponed-from = Verschoben; ursprünglich geplant: { $date }.
recap = Rückblick
programme = Programm
programme-undated = Termin noch offen
times-in = Alle Zeiten in Ortszeit ({ $zone }).
interpreted-into = Verdolmetschung: { $language }
born-projects = Hier entstandene Projekte
previous-edition = Vorherige Ausgabe
next-edition = Nächste Ausgabe
seats-taken = { $count ->
    [one] { $number } Platz belegt
   *[other] { $number } Plätze belegt
}
figure-cities = Städte
figure-countries-label = Länder
figure-continents = Kontinente
figure-participants = Teilnehmende
figure-expected = Erwartete Teilnehmende
figure-mayors = Bürgermeisterinnen und Bürgermeister
figure-initiatives = Vorgestellte Initiativen
figure-themes = Anzahl der Themen
figure-startups = Start-ups
figure-languages = Sprachen

organisations-lead = Hochschulen, Unternehmen, Vereine und Verwaltungen, die sich an den Projekten beteiligen.
themes-lead = Woran die Städte arbeiten wollen.
theme-used-in = Ausgewählt für:
activity-lead = Alles, was im Netzwerk geschieht, sobald es geschieht: wer beitritt, was beginnt, was angekündigt wird.

fallback-notice = Der Text dieser Seite ist noch nicht übersetzt; Sprache des angezeigten Textes: { $language }.
machine-notice = Dieser Text wurde maschinell übersetzt.
stale-notice = Das Original wurde seit dieser Übersetzung geändert.
example-notice = Dies ist ein erfundenes Beispiel, das zeigt, was die Plattform kann.

feed-activity = Aktivitäten des Netzwerks
feed-city = Aktivitäten dieser Stadt
feed-project = Aktivitäten dieses Projekts
feed-events = Veranstaltungen des Netzwerks
feed-event = Diese Veranstaltung
feed-cities = Städte für Karten (GeoJSON)

error-not-found = Hier ist nichts
error-not-found-text = Diese Adresse führt nirgendwohin: Vielleicht enthält sie einen Tippfehler, oder der Inhalt ist umgezogen. Sie können danach suchen.
error-wrong = Diese Adresse stimmt nicht ganz
error-wrong-text = Ein Teil der Adresse ist nicht verständlich. Gehen Sie zurück, oder beginnen Sie noch einmal bei der Liste.
error-busy = Einen Moment bitte
error-busy-text = Im Moment gibt es mehr Anfragen, als die Plattform beantworten kann. Bitte versuchen Sie es gleich noch einmal.
error-failed = Etwas ist schiefgegangen
error-failed-text = Die Plattform konnte diese Seite nicht erstellen. Der Fehler wurde aufgezeichnet; bitte versuchen Sie es später noch einmal.

date-day = { $day }. { $month } { $year }
date-month = { $month } { $year }
date-days = { $from }.–{ $to }. { $month } { $year }
date-span = { $from } – { $to }
date-since = seit { $date }
date-until = bis { $date }
date-weekday = { $weekday }, { $date }

membership-member = Mitglied
membership-invited = Eingeladen
membership-applied = Hat sich beworben
membership-eligible = Kann beitreten
membership-suspended = Ausgesetzt
membership-left = Ausgetreten

stage-idea = Idee
stage-proposed = Vorgeschlagen
stage-active = Läuft
stage-completed = Abgeschlossen
stage-abandoned = Aufgegeben

project-kind-cooperation = Kooperation
project-kind-good-practice = Gute Praxis

event-kind-assembly = Versammlung
event-kind-ceremony = Feier
event-kind-competition = Wettbewerb
event-kind-conference = Konferenz
event-kind-festival = Festival
event-kind-meeting = Treffen
event-kind-opening = Eröffnung
event-kind-other = Veranstaltung
event-kind-residency = Residenz
event-kind-symposium = Symposium
event-kind-visit = Besuch
event-kind-workshop = Workshop
event-kind-youth-camp = Jugendcamp

event-status-announced = Angekündigt
event-status-cancelled = Abgesagt
event-status-draft = Entwurf
event-status-held = Hat stattgefunden
event-status-postponed = Verschoben

event-mode-in-person = Vor Ort
event-mode-online = Online
event-mode-hybrid = Vor Ort oder online

session-kind-forum = Forum
session-kind-keynote = Hauptvortrag
session-kind-other = Programmpunkt
session-kind-plenary = Plenum
session-kind-social = Geselliges Beisammensein
session-kind-visit = Besichtigung
session-kind-workshop = Workshop

registration-phase-not-yet-open = Noch nicht möglich
registration-phase-open = Möglich
registration-phase-closed = Geschlossen

organisation-kind-association = Verein
organisation-kind-business-association = Wirtschaftsverband
organisation-kind-company = Unternehmen
organisation-kind-cultural-venue = Kulturstätte
organisation-kind-foundation = Stiftung
organisation-kind-government = Staatliche Stelle
organisation-kind-innovation-agency = Innovationsagentur
organisation-kind-local-government = Kommune
organisation-kind-network = Netzwerk
organisation-kind-other = Organisation
organisation-kind-school = Schule
organisation-kind-university = Hochschule

role-coordinator = Koordination
role-funder = Förderung
role-host = Gastgeber
role-other = Beteiligt
role-participant = Beteiligt
role-partner = Partner

need-kind-need = Gesuch
need-kind-offer = Angebot

site-kind-headquarters = Hauptsitz
site-kind-plant = Werk
site-kind-research-centre = Forschungszentrum
site-kind-other = Standort

continent-africa = Afrika
continent-antarctica = Antarktis
continent-asia = Asien
continent-europe = Europa
continent-north-america = Nordamerika
continent-oceania = Ozeanien
continent-south-america = Südamerika

type-city = Stadt
type-project = Projekt
type-event = Veranstaltung
type-event-series = Veranstaltungsreihe
type-organisation = Organisation
type-theme = Thema
type-update = Neuigkeit aus einem Projekt
type-session = Programmpunkt

goal-no-poverty = 1. Keine Armut
goal-zero-hunger = 2. Kein Hunger
goal-good-health = 3. Gesundheit und Wohlergehen
goal-quality-education = 4. Hochwertige Bildung
goal-gender-equality = 5. Geschlechtergleichheit
goal-clean-water = 6. Sauberes Wasser und Sanitäreinrichtungen
goal-clean-energy = 7. Bezahlbare und saubere Energie
goal-decent-work = 8. Menschenwürdige Arbeit und Wirtschaftswachstum
goal-industry = 9. Industrie, Innovation und Infrastruktur
goal-reduced-inequalities = 10. Weniger Ungleichheiten
goal-sustainable-cities = 11. Nachhaltige Städte und Gemeinden
goal-responsible-consumption = 12. Nachhaltiger Konsum und nachhaltige Produktion
goal-climate-action = 13. Maßnahmen zum Klimaschutz
goal-life-below-water = 14. Leben unter Wasser
goal-life-on-land = 15. Leben an Land
goal-peace = 16. Frieden, Gerechtigkeit und starke Institutionen
goal-partnerships = 17. Partnerschaften zur Erreichung der Ziele

data-explorer = Der Explorer
data-schema = Das Schema
