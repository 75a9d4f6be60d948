# What the pages say, in French: complete.

site-name = Passerelle
network-name = Passerelle
site-title = { network-name }
site-description = { network-name } : ses villes, les projets qu’elles partagent, les événements où elles se retrouvent et ce qui se passe en ce moment.
skip = Aller au contenu

nav-main = Navigation principale
nav-about = À propos du réseau
nav-cities = Villes
nav-projects = Projets
nav-events = Événements
nav-organisations = Organisations
nav-themes = Thèmes
nav-activity = Activité
nav-join = Rejoindre le réseau
nav-data = Utiliser les données
nav-credits = Crédits et licence
nav-accessibility = Accessibilité
nav-privacy = Données personnelles
nav-languages = Langues
sign-in = Se connecter
sign-out = Se déconnecter
search = Rechercher
search-label = Rechercher dans le réseau
search-title = Recherche
search-type = Type de contenu
back-home = Retour à l’accueil
facts = En bref
label-value = { $label } : { $value }
history = Historique
sources = Sources
documents = Documents
pages = Pages
page-previous = Page précédente
page-next = Page suivante
use-data = Les données de cette page
use-data-text = Cette page est construite à partir du document GraphQL ci-dessous, que tout le monde peut réutiliser : pour sa propre page, un rapport, une carte.
use-data-open = L’ouvrir dans l’explorateur
use-data-more = Comment utiliser les données

home-title = Des villes qui travaillent ensemble
home-lead = Découvrez ici ce que font les villes du réseau : les projets qu’elles mènent ensemble, les événements où elles se retrouvent et ce qui se passe en ce moment.
home-next-events = À venir
home-past-events = Derniers événements
home-now = En ce moment
home-projects = Derniers projets
home-themes = Leurs thèmes de travail
home-join = Et votre ville ?
home-join-text = Découvrez comment une ville rejoint le réseau, et comment d’autres prennent part à ses projets.
all-events = Tous les événements
all-projects = Tous les projets
all-activity = Toute l’activité
figure-members = { $count ->
    [one] ville membre
   *[other] villes membres
}
figure-countries = { $count ->
    [one] pays
   *[other] pays
}
figure-projects = { $count ->
    [one] projet
   *[other] projets
}
figure-events = { $count ->
    [one] événement
   *[other] événements
}

map-label = Carte des villes
map-closeup = La carte de plus près
map-other = Autre ville
live-on = En direct : les nouveautés s’affichent ici d’elles-mêmes.
live-off = Connexion perdue ; reconnexion en cours…
live-gap = Il manque peut-être des nouveautés ici : rechargez la page pour tout voir.
live-new = Nouveau

cities-lead = Les membres du réseau, les villes qu’il a invitées et celles qui peuvent le rejoindre.
count-cities = { $count ->
    [one] { $number } ville
   *[other] { $number } villes
}
count-projects = { $count ->
    [one] { $number } projet
   *[other] { $number } projets
}
count-events = { $count ->
    [one] { $number } événement
   *[other] { $number } événements
}
count-organisations = { $count ->
    [one] { $number } organisation
   *[other] { $number } organisations
}
count-delegations = { $count ->
    [one] { $number } ville participante ou annoncée
   *[other] { $number } villes participantes ou annoncées
}
count-results = { $count ->
    [0] Aucun résultat
    [one] { $number } résultat
   *[other] { $number } résultats
}
inhabitants = { $count ->
    [one] { $number } habitant
   *[other] { $number } habitants
}
nothing-found = Rien ne correspond à votre recherche. Essayez d’autres mots, ou retirez des filtres.
nothing-planned = Rien n’est annoncé ici pour le moment.

# One word for every filter, whatever the gender of its label.
filter-all = Tout
filter-apply = Afficher
filter-status = Statut
filter-country = Pays
filter-theme = Thème
filter-city = Ville
filter-stage = Avancement
filter-kind = Type
filter-goal = Objectif de développement durable
filter-words = Mots-clés

fact-country = Pays
fact-population = Population
fact-joined = Adhésion
fact-first-evidence = Première participation connue
fact-sites = Sites
fact-languages = Langues
fact-time-zone = Fuseau horaire
fact-website = Site web
fact-lead = Ville porteuse
fact-dates = Dates
fact-goals = Objectifs de développement durable
fact-budget = Budget
fact-born-at = Né lors de
fact-venue = Lieu
fact-mode = Format
fact-registration = Inscriptions
fact-accessibility = Accessibilité

projects-lead = Ce que les villes font ensemble, avec des universités, des entreprises, des associations et des artistes, et ce que chacune réussit bien.
open-to-partners = Ouvert aux partenaires
led-by = Ville porteuse : { $city }
outcome = Bilan
needs = Besoins et offres
milestones = Étapes
milestone-reached = Étape atteinte : { $date }
milestone-due = Échéance : { $date }
updates = Actualités
chart-projects = Projets par thème
chart-conferences = Villes présentes aux conférences
chart-year = Conférence
chart-table = Voir sous forme de tableau

events-lead = Conférences, assemblées, ateliers, visites et résidences, dans toutes les villes du réseau.
events-when = Période
events-upcoming = À venir
events-past = Passés
add-to-calendar = Ajouter à mon agenda
edition = { $count ->
    [1] 1re édition
   *[other] { $count }e édition
}
postponed-from = Événement reporté ; date prévue à l’origine : { $date }.
recap = Retour sur l’événement
programme = Programme
programme-undated = Date et heure à préciser
times-in = Les horaires sont donnés à l’heure locale ({ $zone }).
interpreted-into = interprétation en { $language }
born-projects = Projets nés de cet événement
previous-edition = Édition précédente
next-edition = Édition suivante
seats-taken = { $count ->
    [one] { $number } place prise
   *[other] { $number } places prises
}
figure-cities = Villes
figure-countries-label = Pays
figure-continents = Continents
figure-participants = Participation
figure-expected = Participation attendue
figure-mayors = Maires
figure-initiatives = Initiatives présentées
figure-themes = Nombre de thèmes
figure-startups = Start-up
figure-languages = Langues

organisations-lead = Les universités, les entreprises, les associations et les administrations qui prennent part aux projets.
themes-lead = Les sujets sur lesquels les villes ont choisi de travailler.
theme-used-in = Retenu pour :
activity-lead = Tout ce qui se passe dans le réseau, au fur et à mesure : qui le rejoint, ce qui commence, ce qui est annoncé.

fallback-notice = Le texte de cette page n’est pas encore traduit ; il est affiché en { $language }.
machine-notice = Ce texte a été traduit automatiquement.
stale-notice = L’original a été modifié depuis cette traduction.
example-notice = Ceci est un exemple fictif, qui montre ce que permet la plateforme.

feed-activity = Activité du réseau
feed-city = Activité de cette ville
feed-project = Activité de ce projet
feed-events = Événements du réseau
feed-event = Cet événement
feed-cities = Villes à afficher sur une carte (GeoJSON)

error-not-found = Il n’y a rien ici
error-not-found-text = Cette adresse ne mène nulle part : elle contient peut-être une faute de frappe, ou la page a été déplacée. Vous pouvez lancer une recherche.
error-wrong = Cette adresse n’est pas tout à fait juste
error-wrong-text = Une partie de l’adresse n’est pas compréhensible. Revenez en arrière, ou repartez de la liste.
error-busy = Un instant, s’il vous plaît
error-busy-text = La plateforme reçoit plus de demandes qu’elle ne peut en traiter. Réessayez dans un instant.
error-failed = Une erreur s’est produite
error-failed-text = La plateforme n’a pas pu préparer cette page. L’incident a été enregistré ; réessayez un peu plus tard.

date-day = { $day ->
    [1] 1er { $month } { $year }
   *[other] { $day } { $month } { $year }
}
date-month = { $month } { $year }
date-days = { $from ->
    [1] du 1er au { $to } { $month } { $year }
   *[other] du { $from } au { $to } { $month } { $year }
}
date-span = { $from } – { $to }
# `$date` may be a day, a month or a year, which would each need another preposition.
date-since = Début : { $date }
date-until = Fin : { $date }
date-weekday = { $weekday } { $date }

# Of a city, which is feminine.
membership-member = Membre
membership-invited = Invitée
membership-applied = Candidate
membership-eligible = Peut adhérer
membership-suspended = Suspendue
membership-left = A quitté le réseau

stage-idea = Idée
stage-proposed = Proposé
stage-active = En cours
stage-completed = Achevé
stage-abandoned = Abandonné

# With its noun, so that the stage that follows agrees with it.
project-kind-cooperation = Projet de coopération
project-kind-good-practice = Bonne pratique

event-kind-assembly = Assemblée
event-kind-ceremony = Cérémonie
event-kind-competition = Concours
event-kind-conference = Conférence
event-kind-festival = Festival
event-kind-meeting = Réunion
event-kind-opening = Inauguration
event-kind-other = Événement
event-kind-residency = Résidence
event-kind-symposium = Symposium
event-kind-visit = Visite
event-kind-workshop = Atelier
event-kind-youth-camp = Camp de jeunes

# They follow a kind of event, of either gender.
event-status-announced = Événement annoncé
event-status-cancelled = Événement annulé
event-status-draft = Brouillon
event-status-held = A eu lieu
event-status-postponed = Événement reporté

event-mode-in-person = Sur place
event-mode-online = En ligne
event-mode-hybrid = Sur place ou en ligne

session-kind-forum = Forum
session-kind-keynote = Conférence magistrale
session-kind-other = Session
session-kind-plenary = Séance plénière
session-kind-social = Moment convivial
session-kind-visit = Visite
session-kind-workshop = Atelier

registration-phase-not-yet-open = Pas encore ouvertes
registration-phase-open = Ouvertes
registration-phase-closed = Closes

organisation-kind-association = Association
organisation-kind-business-association = Association d’entreprises
organisation-kind-company = Entreprise
organisation-kind-cultural-venue = Lieu culturel
organisation-kind-foundation = Fondation
organisation-kind-government = Administration publique
organisation-kind-innovation-agency = Agence d’innovation
organisation-kind-local-government = Collectivité locale
organisation-kind-network = Réseau
organisation-kind-other = Organisation
organisation-kind-school = École
organisation-kind-university = Université

role-coordinator = Coordination
role-funder = Financement
role-host = Accueil
role-other = Participation
role-participant = Participation
role-partner = Partenaire

need-kind-need = Besoin
need-kind-offer = Offre

site-kind-headquarters = Siège
site-kind-plant = Usine
site-kind-research-centre = Centre de recherche
site-kind-other = Site

continent-africa = Afrique
continent-antarctica = Antarctique
continent-asia = Asie
continent-europe = Europe
continent-north-america = Amérique du Nord
continent-oceania = Océanie
continent-south-america = Amérique du Sud

type-city = Ville
type-project = Projet
type-event = Événement
type-event-series = Série d’événements
type-organisation = Organisation
type-theme = Thème
type-update = Actualité d’un projet
type-session = Session d’un programme

goal-no-poverty = 1. Pas de pauvreté
goal-zero-hunger = 2. Faim « zéro »
goal-good-health = 3. Bonne santé et bien-être
goal-quality-education = 4. Éducation de qualité
goal-gender-equality = 5. Égalité entre les sexes
goal-clean-water = 6. Eau propre et assainissement
goal-clean-energy = 7. Énergie propre et d’un coût abordable
goal-decent-work = 8. Travail décent et croissance économique
goal-industry = 9. Industrie, innovation et infrastructure
goal-reduced-inequalities = 10. Inégalités réduites
goal-sustainable-cities = 11. Villes et communautés durables
goal-responsible-consumption = 12. Consommation et production responsables
goal-climate-action = 13. Lutte contre les changements climatiques
goal-life-below-water = 14. Vie aquatique
goal-life-on-land = 15. Vie terrestre
goal-peace = 16. Paix, justice et institutions efficaces
goal-partnerships = 17. Partenariats pour la réalisation des objectifs

about-1-text = { network-name } réunit des villes qui travaillent ensemble. Chacun peut voir ici qui elles sont, ce qu’elles font ensemble et ce qui vient.
about-2-heading = À propos de cette plateforme
about-2-text = Passerelle montre à toutes et à tous ce que fait le réseau. Ce que vous lisez ici provient des villes, des partenaires de leurs projets et des sources citées sur chaque page. C’est un logiciel libre.

join-1-text = Des villes rejoignent le réseau. Les universités, les entreprises, les associations et les artistes prennent part à ses projets par l’intermédiaire de leur ville.
join-2-heading = Vous représentez une ville
join-2-text = Écrivez au secrétariat, ou répondez à son invitation. La page de votre ville, sur ce site, montre chaque étape de l’adhésion.
join-3-heading = Vous souhaitez prendre part à un projet
join-3-text = Les projets qui cherchent des partenaires le signalent et précisent leurs besoins. Contactez la ville porteuse, ou connectez-vous et proposez votre contribution.
join-4-heading = Par où commencer
join-4-text = Découvrez les membres, et ce sur quoi ils travaillent.

data-1-text = Tout ce que vous voyez ici provient d’un même graphe GraphQL, ouvert à toutes et à tous. Aucune clé n’est nécessaire pour lire ce qui est public. Au bas de chaque page se trouve le document qui a servi à la construire, prêt à être essayé dans l’explorateur.
data-2-heading = Flux
data-2-text = Lecteurs de flux, agendas et cartes peuvent suivre le réseau sans une ligne de code. Chaque ville et chaque projet a ses propres flux, indiqués sur sa page.
data-3-heading = En direct
data-3-text = En suivant l’activité du réseau, on reçoit chaque changement une seule fois, dans l’ordre, au moment où il se produit ; après une interruption, on reprend là où l’on s’était arrêté. Deux moyens : WebSocket ou les événements envoyés par le serveur (SSE), avec les mêmes documents.
data-4-heading = Licence
data-4-text = Vous pouvez utiliser les données à toute fin, à condition de citer le réseau et les sources que chaque page indique.
data-explorer = L’explorateur
data-schema = Le schéma

credits-1-text = Ce qui est présenté ici provient des villes du réseau, des partenaires de leurs projets et des sources citées sur chaque page.
credits-2-heading = Cartes et noms
credits-2-text =
    Cartes réalisées avec Natural Earth (domaine public).

    https://www.naturalearthdata.com/

    Noms des pays, des langues et des mois : Unicode CLDR, © Unicode, Inc.

    https://cldr.unicode.org/
credits-3-heading = Logiciel
credits-3-text = Passerelle est un logiciel libre, sous licence MIT ou sous licence Apache 2.0, à votre choix.

accessibility-1-text = Ces pages sont faites pour tout le monde : au clavier, avec un lecteur d’écran, sur un petit écran, sans script, en mode sombre ou clair, sur papier. Nous visons le niveau AA des Règles pour l’accessibilité des contenus web (WCAG) 2.2.
accessibility-2-heading = Ce que nous vérifions
accessibility-2-text = À chaque modification, un contrôle automatique (axe) examine toutes les pages, et n’y trouve rien à signaler. Un programme ne peut pas tout vérifier ; des évaluations par des personnes en situation de handicap restent à mener.
accessibility-3-heading = Ce qui reste à améliorer
accessibility-3-text = La carte est une image avec des liens : la liste qui l’accompagne présente les mêmes villes et s’utilise plus facilement. Les documents publiés par d’autres, vers lesquels nous renvoyons, ne sont pas toujours accessibles. Certains textes n’existent que dans une langue, et le signalent.
accessibility-4-heading = Nous écrire
accessibility-4-text = Si quelque chose vous empêche d’utiliser ces pages, écrivez au secrétariat du réseau. Nous vous répondrons, et nous y remédierons.

privacy-1-text = Si vous ne faites que lire, vous ne laissez rien ici : pas de cookie, pas de mesure d’audience, aucun contenu provenant de tiers.
privacy-2-heading = Si vous vous connectez
privacy-2-text = Les personnes qui agissent pour une ville ou une organisation se connectent. Nous conservons leur nom, leur adresse e-mail, ce qu’elles ont fait et pour qui ; un cookie maintient leur connexion. Elles peuvent consulter, exporter et effacer ce qui est conservé à leur sujet.
privacy-3-heading = Journaux techniques
privacy-3-text = Le serveur consigne les requêtes, pour repérer les pannes et se protéger des attaques : l’heure, l’adresse de la page, le temps de réponse. Les mots recherchés et le contenu des formulaires n’y figurent pas.
privacy-4-heading = Vos droits
privacy-4-text = Vous pouvez demander ce que l’on sait de vous, le faire corriger ou effacer : écrivez au secrétariat du réseau. Vous pouvez aussi adresser une réclamation à l’autorité de protection des données.
