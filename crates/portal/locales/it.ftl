# What the pages say, in Italian; what is missing here is said in English.

site-name = Passerelle
network-name = Passerelle
site-title = { network-name }
site-description = { network-name }: le sue città, i progetti che condividono, gli eventi in cui si incontrano e che cosa accade ora.
skip = Vai al contenuto

nav-main = Navigazione principale
nav-about = La rete
nav-cities = Città
nav-projects = Progetti
nav-events = Eventi
nav-organisations = Organizzazioni
nav-themes = Temi
nav-activity = Attività
nav-join = Aderire alla rete
nav-data = Usare i dati
nav-credits = Crediti e licenza
nav-accessibility = Accessibilità
nav-privacy = Privacy
nav-languages = Lingue
sign-in = Accedi
sign-out = Esci
search = Cerca
search-label = Cerca nella rete
search-title = Ricerca
search-type = Tipo di contenuto
back-home = Torna alla pagina iniziale
facts = In breve
label-value = { $label }: { $value }
history = Cronologia
sources = Fonti
documents = Documenti
pages = Pagine
page-previous = Pagina precedente
page-next = Pagina successiva
use-data = I dati di questa pagina
use-data-text = Questa pagina è costruita con il documento GraphQL qui sotto, che chiunque può usare: per una pagina propria, un rapporto, una mappa.
use-data-open = Aprilo nell’explorer
use-data-more = Come usare i dati

home-title = Città che lavorano insieme
home-lead = Qui si può vedere che cosa fanno le città della rete: i progetti che portano avanti insieme, gli eventi in cui si incontrano e che cosa accade ora.
home-next-events = Prossimamente
home-past-events = Ultimi eventi
home-now = Che cosa accade ora
home-projects = Ultimi progetti
home-themes = Su che cosa lavorano
home-join = La tua città è tra queste?
home-join-text = Scopri come una città aderisce alla rete e come altri partecipano ai suoi progetti.
all-events = Tutti gli eventi
all-projects = Tutti i progetti
all-activity = Tutta l’attività
figure-members = { $count ->
    [one] città membro
   *[other] città membro
}
figure-countries = { $count ->
    [one] paese
   *[other] paesi
}
figure-projects = { $count ->
    [one] progetto
   *[other] progetti
}
figure-events = { $count ->
    [one] evento
   *[other] eventi
}

map-label = Mappa delle città
map-closeup = La mappa da vicino
map-other = Altra città
live-on = In diretta: le novità compaiono qui da sole.
live-off = Connessione interrotta; riconnessione in corso…
live-gap = Qui potrebbero mancare delle novità: ricarica la pagina per vedere tutto.
live-new = Novità

cities-lead = Le città membri della rete, quelle che ha invitato e quelle che possono aderire.
count-cities = { $count ->
    [one] { $number } città
   *[other] { $number } città
}
count-projects = { $count ->
    [one] { $number } progetto
   *[other] { $number } progetti
}
count-events = { $count ->
    [one] { $number } evento
   *[other] { $number } eventi
}
count-organisations = { $count ->
    [one] { $number } organizzazione
   *[other] { $number } organizzazioni
}
count-delegations = { $count ->
    [one] { $number } città partecipante o annunciata
   *[other] { $number } città partecipanti o annunciate
}
count-results = { $count ->
    [0] Nessun risultato
    [one] { $number } risultato
   *[other] { $number } risultati
}
inhabitants = { $count ->
    [one] { $number } abitante
   *[other] { $number } abitanti
}
nothing-found = Non è stato trovato nulla. Prova con altre parole o con meno filtri.
nothing-planned = Al momento qui non è annunciato nulla.

# One word for every filter, whatever the gender of its label.
filter-all = Tutto
filter-apply = Mostra
filter-status = Stato
filter-country = Paese
filter-theme = Tema
filter-city = Città
filter-stage = Fase
filter-kind = Tipo
filter-goal = Obiettivo di sviluppo sostenibile
filter-words = Parole chiave

fact-country = Paese
fact-population = Abitanti
fact-joined = Adesione
fact-first-evidence = Prima partecipazione nota
fact-sites = Sedi
fact-languages = Lingue
fact-time-zone = Fuso orario
fact-website = Sito web
fact-lead = Città capofila
fact-dates = Date
fact-goals = Obiettivi di sviluppo sostenibile
fact-budget = Budget
fact-born-at = Nato a
fact-venue = Luogo
fact-mode = Partecipazione
fact-registration = Iscrizioni
fact-accessibility = Accessibilità

projects-lead = Ciò che le città fanno insieme, con università, imprese, associazioni e artisti, e ciò che ciascuna sa fare bene.
open-to-partners = Aperto a nuovi partner
led-by = Città capofila: { $city }
outcome = I risultati
needs = Richieste e offerte
milestones = Tappe
milestone-reached = Raggiunta: { $date }
milestone-due = Scadenza: { $date }
updates = Notizie
chart-projects = Progetti per tema
chart-conferences = Città presenti alle conferenze
chart-year = Conferenza
chart-table = Mostra come tabella

events-lead = Conferenze, assemblee, laboratori, visite e residenze, in tutte le città della rete.
events-when = Quando
events-upcoming = In programma
events-past = Passati
add-to-calendar = Aggiungi al calendario
edition = { $count ->
   *[other] { $count }ª edizione
}
postponed-from = Evento rinviato; data prevista in origine: { $date }.
recap = Uno sguardo indietro
programme = Programma
programme-undated = Data e ora da definire
times-in = Gli orari sono indicati in ora locale ({ $zone }).
interpreted-into = interpretazione in { $language }
born-projects = Progetti nati qui
previous-edition = Edizione precedente
next-edition = Edizione successiva
seats-taken = { $count ->
    [one] { $number } posto occupato
   *[other] { $number } posti occupati
}
figure-cities = Città
figure-countries-label = Paesi
figure-continents = Continenti
figure-participants = Partecipanti
figure-expected = Partecipanti previsti
figure-mayors = Sindache e sindaci
figure-initiatives = Iniziative presentate
figure-themes = Numero di temi
figure-startups = Start-up
figure-languages = Lingue

organisations-lead = Università, imprese, associazioni e amministrazioni che partecipano ai progetti.
themes-lead = I temi su cui le città hanno scelto di lavorare.
theme-used-in = Scelto per:
activity-lead = Tutto ciò che accade nella rete, nel momento in cui accade: chi aderisce, che cosa comincia, che cosa viene annunciato.

fallback-notice = Il testo di questa pagina non è ancora stato tradotto; è mostrato in { $language }.
machine-notice = Questo testo è stato tradotto automaticamente.
stale-notice = L’originale è cambiato dopo questa traduzione.
example-notice = Questo è un esempio inventato, per mostrare che cosa permette la piattaforma.

feed-activity = Attività della rete
feed-city = Attività di questa città
feed-project = Attività di questo progetto
feed-events = Eventi della rete
feed-event = Questo evento
feed-cities = Città per le mappe (GeoJSON)

error-not-found = Qui non c’è nulla
error-not-found-text = Questo indirizzo non porta da nessuna parte: forse contiene un errore, o la pagina è stata spostata. Puoi cercarla.
error-wrong = Questo indirizzo non è del tutto corretto
error-wrong-text = Una parte dell’indirizzo non è comprensibile. Torna indietro o riparti dall’elenco.
error-busy = Solo un momento
error-busy-text = Ora la piattaforma riceve più richieste di quante ne possa soddisfare. Riprova tra un momento.
error-failed = Qualcosa non ha funzionato
error-failed-text = La piattaforma non è riuscita a preparare questa pagina. L’errore è stato registrato; riprova più tardi.

date-day = { $day ->
    [1] 1º { $month } { $year }
   *[other] { $day } { $month } { $year }
}
date-month = { $month } { $year }
date-days = { $from ->
    [1] 1º–{ $to } { $month } { $year }
   *[other] { $from }–{ $to } { $month } { $year }
}
date-span = { $from } – { $to }
# `$date` may be a day, a month or a year, which would each need another preposition.
date-since = Inizio: { $date }
date-until = Fine: { $date }
date-weekday = { $weekday } { $date }

# Of a city, which is feminine.
membership-member = Membro
membership-invited = Invitata
membership-applied = Candidata
membership-eligible = Può aderire
membership-suspended = Sospesa
membership-left = Ha lasciato la rete

stage-idea = Idea
stage-proposed = Proposto
stage-active = In corso
stage-completed = Concluso
stage-abandoned = Abbandonato

# With its noun, so that the stage that follows agrees with it.
project-kind-cooperation = Progetto di cooperazione
project-kind-good-practice = Buona pratica

event-kind-assembly = Assemblea
event-kind-ceremony = Cerimonia
event-kind-competition = Concorso
event-kind-conference = Conferenza
event-kind-festival = Festival
event-kind-meeting = Riunione
event-kind-opening = Inaugurazione
event-kind-other = Evento
event-kind-residency = Residenza
event-kind-symposium = Simposio
event-kind-visit = Visita
event-kind-workshop = Laboratorio
event-kind-youth-camp = Campo giovanile

# They follow a kind of event, of either gender.
event-status-announced = Evento annunciato
event-status-cancelled = Evento annullato
event-status-draft = Bozza
event-status-held = Si è svolto
event-status-postponed = Evento rinviato

event-mode-in-person = In presenza
event-mode-online = Online
event-mode-hybrid = In presenza oppure online

session-kind-forum = Forum
session-kind-keynote = Intervento principale
session-kind-other = Sessione
session-kind-plenary = Sessione plenaria
session-kind-social = Momento conviviale
session-kind-visit = Visita
session-kind-workshop = Laboratorio

registration-phase-not-yet-open = Non ancora aperte
registration-phase-open = Aperte
registration-phase-closed = Chiuse

organisation-kind-association = Associazione
organisation-kind-business-association = Associazione di imprese
organisation-kind-company = Impresa
organisation-kind-cultural-venue = Luogo di cultura
organisation-kind-foundation = Fondazione
organisation-kind-government = Amministrazione pubblica
organisation-kind-innovation-agency = Agenzia per l’innovazione
organisation-kind-local-government = Ente locale
organisation-kind-network = Rete
organisation-kind-other = Organizzazione
organisation-kind-school = Scuola
organisation-kind-university = Università

role-coordinator = Coordinamento
role-funder = Finanziamento
role-host = Accoglienza
role-other = Partecipa
role-participant = Partecipa
role-partner = Partner

need-kind-need = Richiesta
need-kind-offer = Offerta

site-kind-headquarters = Sede centrale
site-kind-plant = Stabilimento
site-kind-research-centre = Centro di ricerca
site-kind-other = Sede

continent-africa = Africa
continent-antarctica = Antartide
continent-asia = Asia
continent-europe = Europa
continent-north-america = America del Nord
continent-oceania = Oceania
continent-south-america = America del Sud

type-city = Città
type-project = Progetto
type-event = Evento
type-event-series = Serie di eventi
type-organisation = Organizzazione
type-theme = Tema
type-update = Notizia di un progetto
type-session = Sessione di un programma

goal-no-poverty = 1. Sconfiggere la povertà
goal-zero-hunger = 2. Sconfiggere la fame
goal-good-health = 3. Salute e benessere
goal-quality-education = 4. Istruzione di qualità
goal-gender-equality = 5. Parità di genere
goal-clean-water = 6. Acqua pulita e servizi igienico-sanitari
goal-clean-energy = 7. Energia pulita e accessibile
goal-decent-work = 8. Lavoro dignitoso e crescita economica
goal-industry = 9. Imprese, innovazione e infrastrutture
goal-reduced-inequalities = 10. Ridurre le disuguaglianze
goal-sustainable-cities = 11. Città e comunità sostenibili
goal-responsible-consumption = 12. Consumo e produzione responsabili
goal-climate-action = 13. Lotta contro il cambiamento climatico
goal-life-below-water = 14. Vita sott’acqua
goal-life-on-land = 15. Vita sulla Terra
goal-peace = 16. Pace, giustizia e istituzioni solide
goal-partnerships = 17. Partnership per gli obiettivi

data-explorer = L’explorer
data-schema = Lo schema
