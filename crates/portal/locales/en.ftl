# What the pages say. Every language has a file; what is missing in one is said in English.

site-name = Passerelle
network-name = Passerelle
site-title = { network-name }
site-description = { network-name }: its cities, the projects they share, the events where they meet, and what happens now.
skip = Skip to the content

nav-main = Main
nav-about = About the network
nav-cities = Cities
nav-projects = Projects
nav-events = Events
nav-organisations = Organisations
nav-themes = Themes
nav-activity = Activity
nav-join = Join the network
nav-data = Use this data
nav-credits = Credits and licence
nav-accessibility = Accessibility
nav-privacy = Privacy
nav-languages = Languages
sign-in = Sign in
sign-out = Sign out
search = Search
search-label = Search the network
search-title = Search
search-type = What to look for
back-home = To the home page
facts = Facts
label-value = { $label }: { $value }
history = What happened
sources = Sources
documents = Documents
pages = Pages
page-previous = Previous page
page-next = Next page
use-data = The data behind this page
use-data-text = This page is made with the GraphQL document below, which anybody can use: for a page of your own, a report, a map.
use-data-open = Open it in the explorer
use-data-more = How to use the data

home-title = Cities that work together
home-lead = Here you can see what the cities of the network do: the projects that they run together, the events where they meet, and what happens now.
home-next-events = Coming up
home-past-events = Latest events
home-now = What happens now
home-projects = Latest projects
home-themes = What they work on
home-join = Is your city one of them?
home-join-text = See how a city joins the network, and how others take part in its projects.
all-events = All events
all-projects = All projects
all-activity = All activity
figure-members = { $count ->
    [one] member city
   *[other] member cities
}
figure-countries = { $count ->
    [one] country
   *[other] countries
}
figure-projects = { $count ->
    [one] project
   *[other] projects
}
figure-events = { $count ->
    [one] event
   *[other] events
}

map-label = Map of the cities
map-closeup = The map from nearer by
map-other = other cities
live-on = Live: new activity appears here by itself.
live-off = The connection is lost; reconnecting…
live-gap = Some activity may be missing here: reload the page to see all of it.
live-new = New

cities-lead = The members of the network, the cities that it has invited, and those that may join.
count-cities = { $count ->
    [one] { $number } city
   *[other] { $number } cities
}
count-projects = { $count ->
    [one] { $number } project
   *[other] { $number } projects
}
count-events = { $count ->
    [one] { $number } event
   *[other] { $number } events
}
count-organisations = { $count ->
    [one] { $number } organisation
   *[other] { $number } organisations
}
count-delegations = { $count ->
    [one] { $number } city took part or is announced
   *[other] { $number } cities took part or are announced
}
count-results = { $count ->
    [0] Nothing found
    [one] { $number } result
   *[other] { $number } results
}
inhabitants = { $count ->
    [one] { $number } inhabitant
   *[other] { $number } inhabitants
}
nothing-found = Nothing was found. Try other words, or fewer filters.
nothing-planned = Nothing is announced here at the moment.

filter-all = All
filter-apply = Show
filter-status = Status
filter-country = Country
filter-theme = Theme
filter-city = City
filter-stage = Stage
filter-kind = Kind
filter-goal = Sustainable Development Goal
filter-words = Words

fact-country = Country
fact-population = Inhabitants
fact-joined = Joined
fact-first-evidence = First known part in the network
fact-sites = Sites
fact-languages = Languages
fact-time-zone = Time zone
fact-website = Website
fact-lead = Lead city
fact-dates = When
fact-goals = Sustainable Development Goals
fact-budget = Budget
fact-born-at = Born at
fact-venue = Venue
fact-mode = Taking part
fact-registration = Registration
fact-accessibility = Access

projects-lead = What the cities do together, with universities, companies, associations and artists, and what each of them does well.
open-to-partners = Open to partners
led-by = Led by { $city }
outcome = What came of it
needs = Needs and offers
milestones = Milestones
milestone-reached = Reached: { $date }
milestone-due = Due: { $date }
updates = News
chart-projects = Projects by theme
chart-conferences = Cities at the conferences
chart-year = Conference
chart-table = As a table

events-lead = Conferences, assemblies, workshops, visits and residencies, in all the cities of the network.
events-when = When
events-upcoming = Upcoming
events-past = Past
add-to-calendar = Add to your calendar
edition = { $count ->
   *[other] edition { $count }
}
postponed-from = Postponed; it was planned for { $date }.
recap = Looking back
programme = Programme
programme-undated = Not yet scheduled
times-in = Times are by the clocks of { $zone }.
interpreted-into = interpreted into { $language }
born-projects = Projects born here
previous-edition = Previous edition
next-edition = Next edition
seats-taken = { $count ->
    [one] { $number } seat taken
   *[other] { $number } seats taken
}
figure-cities = Cities
figure-countries-label = Countries
figure-continents = Continents
figure-participants = Participants
figure-expected = Participants expected
figure-mayors = Mayors
figure-initiatives = Initiatives shown
figure-themes = Number of themes
figure-startups = Start-ups
figure-languages = Languages

organisations-lead = Universities, companies, associations and administrations that take part in the projects.
themes-lead = What the cities have chosen to work on.
theme-used-in = Chosen for:
activity-lead = Everything that happens in the network, as it happens: who joins, what begins, what is announced.

fallback-notice = This page’s text has not been translated yet; it is shown in { $language }.
machine-notice = This text was translated by a machine.
stale-notice = The original has changed since this translation was made.
example-notice = This is an invented example, to show what the hub can do.

feed-activity = Activity of the network
feed-city = Activity of this city
feed-project = Activity of this project
feed-events = Events of the network
feed-event = This event
feed-cities = Cities for maps (GeoJSON)

error-not-found = There is nothing here
error-not-found-text = This address leads nowhere: it may be mistyped, or what was here may have moved. You can search for it.
error-wrong = This address is not quite right
error-wrong-text = Something in the address cannot be understood. Go back, or start from the list again.
error-busy = Just a moment
error-busy-text = More people are asking than the hub can answer right now. Please try again in a moment.
error-failed = Something went wrong
error-failed-text = The hub could not make this page. The failure has been logged; please try again later.

date-day = { $day } { $month } { $year }
date-month = { $month } { $year }
date-days = { $from }–{ $to } { $month } { $year }
date-span = { $from } – { $to }
date-since = since { $date }
date-until = until { $date }
date-weekday = { $weekday }, { $date }

membership-member = Member
membership-invited = Invited
membership-applied = Has applied
membership-eligible = May join
membership-suspended = Suspended
membership-left = Has left

stage-idea = Idea
stage-proposed = Proposed
stage-active = Under way
stage-completed = Completed
stage-abandoned = Abandoned

project-kind-cooperation = Cooperation
project-kind-good-practice = Good practice

event-kind-assembly = Assembly
event-kind-ceremony = Ceremony
event-kind-competition = Competition
event-kind-conference = Conference
event-kind-festival = Festival
event-kind-meeting = Meeting
event-kind-opening = Opening
event-kind-other = Event
event-kind-residency = Residency
event-kind-symposium = Symposium
event-kind-visit = Visit
event-kind-workshop = Workshop
event-kind-youth-camp = Youth camp

event-status-announced = Announced
event-status-cancelled = Cancelled
event-status-draft = Draft
event-status-held = Held
event-status-postponed = Postponed

event-mode-in-person = In person
event-mode-online = Online
event-mode-hybrid = In person or online

session-kind-forum = Forum
session-kind-keynote = Keynote
session-kind-other = Session
session-kind-plenary = Plenary
session-kind-social = Social event
session-kind-visit = Visit
session-kind-workshop = Workshop

registration-phase-not-yet-open = Not open yet
registration-phase-open = Open
registration-phase-closed = Closed

organisation-kind-association = Association
organisation-kind-business-association = Business association
organisation-kind-company = Company
organisation-kind-cultural-venue = Cultural venue
organisation-kind-foundation = Foundation
organisation-kind-government = Government
organisation-kind-innovation-agency = Innovation agency
organisation-kind-local-government = Local government
organisation-kind-network = Network
organisation-kind-other = Organisation
organisation-kind-school = School
organisation-kind-university = University

role-coordinator = Coordinator
role-funder = Funder
role-host = Host
role-other = Takes part
role-participant = Takes part
role-partner = Partner

need-kind-need = Need
need-kind-offer = Offer

site-kind-headquarters = Headquarters
site-kind-plant = Plant
site-kind-research-centre = Research centre
site-kind-other = Site

continent-africa = Africa
continent-antarctica = Antarctica
continent-asia = Asia
continent-europe = Europe
continent-north-america = North America
continent-oceania = Oceania
continent-south-america = South America

type-city = City
type-project = Project
type-event = Event
type-event-series = Series of events
type-organisation = Organisation
type-theme = Theme
type-update = News of a project
type-session = Session of a programme

goal-no-poverty = 1. No poverty
goal-zero-hunger = 2. Zero hunger
goal-good-health = 3. Good health and well-being
goal-quality-education = 4. Quality education
goal-gender-equality = 5. Gender equality
goal-clean-water = 6. Clean water and sanitation
goal-clean-energy = 7. Affordable and clean energy
goal-decent-work = 8. Decent work and economic growth
goal-industry = 9. Industry, innovation and infrastructure
goal-reduced-inequalities = 10. Reduced inequalities
goal-sustainable-cities = 11. Sustainable cities and communities
goal-responsible-consumption = 12. Responsible consumption and production
goal-climate-action = 13. Climate action
goal-life-below-water = 14. Life below water
goal-life-on-land = 15. Life on land
goal-peace = 16. Peace, justice and strong institutions
goal-partnerships = 17. Partnerships for the goals

about-1-text = { network-name } joins cities that work together. Here everybody can see who they are, what they do together, and what comes next.
about-2-heading = About this hub
about-2-text = Passerelle, French for a footbridge, shows what the network does, to everybody. What you read here comes from the cities, from the partners of their projects, and from the sources that each page names. It is free software.

join-1-text = Cities join the network. Universities, companies, associations and artists take part in its projects through their cities.
join-2-heading = As a city
join-2-text = Write to the secretariat, or answer its invitation. The page of your city shows each step.
join-3-heading = As a partner of projects
join-3-text = Projects that look for partners say so, and what they need. Contact the lead city, or sign in and offer your part.
join-4-heading = Where to begin
join-4-text = See who the members are, and what they work on.

data-1-text = Everything you see here comes from one GraphQL graph, which is open to everybody. You need no key to read what is public. Under each page you find the document that it was made with, ready to be tried in the explorer.
data-2-heading = Feeds
data-2-text = News readers, calendars and maps can follow the network without a line of code. Each city and each project has feeds of its own, which its page names.
data-3-heading = Live
data-3-text = Whoever follows the activity of the network gets every change once, in order, as it happens, and can go on from where they were after any break: by WebSocket or server-sent events, with the same documents.
data-4-heading = Licence
data-4-text = You may use the data for any purpose, if you name the network and the sources that each page names.
data-explorer = The explorer
data-schema = The schema

credits-1-text = What is shown here comes from the cities of the network, from the partners of their projects, and from the sources that each page names.
credits-2-heading = Maps and names
credits-2-text =
    Made with Natural Earth (public domain).

    https://www.naturalearthdata.com/

    Names of countries, languages and months: Unicode CLDR, © Unicode, Inc.

    https://cldr.unicode.org/
credits-3-heading = Software
credits-3-text = Passerelle is free software, under the MIT licence or the Apache licence 2.0, at your choice.

accessibility-1-text = These pages are made for everybody: by keyboard, with a screen reader, on a small screen, without scripts, in dark and light, printed. We aim at the Web Content Accessibility Guidelines 2.2, level AA.
accessibility-2-heading = What we check
accessibility-2-text = An automatic check (axe) runs on every page in every change, and finds nothing. Not everything can be checked by a program; reviews by people with disabilities are still to come.
accessibility-3-heading = What is not as it should be
accessibility-3-text = The map is a picture with links: the list beside it has the same cities, and is easier to use. Documents that others publish, and that we link to, may not be accessible. Some texts exist in one language only, and say so.
accessibility-4-heading = Tell us
accessibility-4-text = If something keeps you from using these pages, write to the secretariat of the network. We will answer, and mend it.

privacy-1-text = Who only reads leaves nothing here: no cookie, no counting of people, nothing from third parties.
privacy-2-heading = Who signs in
privacy-2-text = Those who act for a city or an organisation sign in. We keep their name, their address, and what they did for whom; a cookie keeps them signed in. They can see, export and erase what is kept of them.
privacy-3-heading = Logs
privacy-3-text = The server notes requests, to find failures and to fend off attacks: the time, the address of the page, how long it took. Search words and the contents of forms are not in them.
privacy-4-heading = Your rights
privacy-4-text = You may ask what is known of you, have it corrected or erased, and complain to the data protection authority. Write to the secretariat of the network.
