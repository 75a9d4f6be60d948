# What the pages say, in Spanish; what is missing here is said in English.

site-name = Passerelle
network-name = Passerelle
site-title = { network-name }
site-description = { network-name }: sus ciudades, los proyectos que comparten, los eventos en que se reúnen y lo que sucede ahora.
skip = Ir al contenido

nav-main = Navegación principal
nav-about = Sobre la red
nav-cities = Ciudades
nav-projects = Proyectos
nav-events = Eventos
nav-organisations = Organizaciones
nav-themes = Temas
nav-activity = Actividad
nav-join = Unirse a la red
nav-data = Utilizar los datos
nav-credits = Créditos y licencia
nav-accessibility = Accesibilidad
nav-privacy = Privacidad
nav-languages = Idiomas
sign-in = Iniciar sesión
sign-out = Cerrar sesión
search = Buscar
search-label = Buscar en la red
search-title = Búsqueda
search-type = Tipo de contenido
back-home = Volver al inicio
facts = Datos básicos
label-value = { $label }: { $value }
history = Historial
sources = Fuentes
documents = Documentos
pages = Páginas
page-previous = Página anterior
page-next = Página siguiente
use-data = Los datos de esta página
use-data-text = Esta página se ha elaborado con el documento GraphQL que figura a continuación. Cualquiera puede utilizarlo: para una página propia, un informe o un mapa.
use-data-open = Abrirlo en el explorador
use-data-more = Cómo utilizar los datos

home-title = Ciudades que trabajan juntas
home-lead = Aquí se puede ver lo que hacen las ciudades de la red: los proyectos que llevan a cabo juntas, los eventos en que se reúnen y lo que sucede ahora.
home-next-events = Próximamente
home-past-events = Últimos eventos
home-now = Qué sucede ahora
home-projects = Últimos proyectos
home-themes = En qué trabajan
home-join = ¿Es su ciudad una de ellas?
home-join-text = Vea cómo una ciudad se une a la red y cómo otros participan en sus proyectos.
all-events = Todos los eventos
all-projects = Todos los proyectos
all-activity = Toda la actividad
figure-members = { $count ->
    [one] ciudad miembro
   *[other] ciudades miembros
}
figure-countries = { $count ->
    [one] país
   *[other] países
}
figure-projects = { $count ->
    [one] proyecto
   *[other] proyectos
}
figure-events = { $count ->
    [one] evento
   *[other] eventos
}

map-label = Mapa de las ciudades
map-closeup = El mapa de cerca
map-other = Otra ciudad
live-on = En directo: las novedades aparecen aquí por sí solas.
live-off = Se ha perdido la conexión; reconectando…
live-gap = Es posible que aquí falten novedades: recargue la página para verlo todo.
live-new = Nuevo

cities-lead = Las ciudades miembros de la red, las que ha invitado y las que pueden unirse.
count-cities = { $count ->
    [one] { $number } ciudad
   *[other] { $number } ciudades
}
count-projects = { $count ->
    [one] { $number } proyecto
   *[other] { $number } proyectos
}
count-events = { $count ->
    [one] { $number } evento
   *[other] { $number } eventos
}
count-organisations = { $count ->
    [one] { $number } organización
   *[other] { $number } organizaciones
}
count-delegations = { $count ->
    [one] { $number } ciudad participante o anunciada
   *[other] { $number } ciudades participantes o anunciadas
}
count-results = { $count ->
    [0] Sin resultados
    [one] { $number } resultado
   *[other] { $number } resultados
}
inhabitants = { $count ->
    [one] { $number } habitante
   *[other] { $number } habitantes
}
nothing-found = No se ha encontrado nada. Pruebe con otras palabras o con menos filtros.
nothing-planned = De momento no hay nada anunciado aquí.

# One word for every filter, whatever the gender of its label.
filter-all = Todo
filter-apply = Mostrar
filter-status = Estado
filter-country = País
filter-theme = Tema
filter-city = Ciudad
filter-stage = Fase
filter-kind = Tipo
filter-goal = Objetivo de Desarrollo Sostenible
filter-words = Palabras clave

fact-country = País
fact-population = Habitantes
fact-joined = Adhesión
fact-first-evidence = Primera participación conocida
fact-sites = Centros
fact-languages = Idiomas
fact-time-zone = Zona horaria
fact-website = Sitio web
fact-lead = Ciudad coordinadora
fact-dates = Fechas
fact-goals = Objetivos de Desarrollo Sostenible
fact-budget = Presupuesto
fact-born-at = Surgido en
fact-venue = Lugar
fact-mode = Modalidad
fact-registration = Inscripción
fact-accessibility = Accesibilidad

projects-lead = Lo que las ciudades hacen juntas, con universidades, empresas, asociaciones y artistas, y lo que cada una de ellas hace bien.
open-to-partners = Abierto a nuevos socios
led-by = Ciudad coordinadora: { $city }
outcome = Balance
needs = Necesidades y ofertas
milestones = Hitos
milestone-reached = Alcanzado: { $date }
milestone-due = Previsto: { $date }
updates = Noticias
chart-projects = Proyectos por tema
chart-conferences = Ciudades en las conferencias
chart-year = Conferencia
chart-table = Ver como tabla

events-lead = Conferencias, asambleas, talleres, visitas y residencias, en todas las ciudades de la red.
events-when = Cuándo
events-upcoming = Próximos
events-past = Pasados
add-to-calendar = Añadir al calendario
edition = { $count ->
   *[other] { $count }.ª edición
}
postponed-from = Aplazado; fecha prevista inicialmente: { $date }.
recap = Mirada atrás
programme = Programa
programme-undated = Fecha y hora por determinar
times-in = Horarios en hora local ({ $zone }).
interpreted-into = interpretación al { $language }
born-projects = Proyectos surgidos aquí
previous-edition = Edición anterior
next-edition = Edición siguiente
seats-taken = { $count ->
    [one] { $number } plaza ocupada
   *[other] { $number } plazas ocupadas
}
figure-cities = Ciudades
figure-countries-label = Países
figure-continents = Continentes
figure-participants = Participantes
figure-expected = Participantes previstos
figure-mayors = Alcaldes y alcaldesas
figure-initiatives = Iniciativas presentadas
figure-themes = Número de temas
figure-startups = Empresas emergentes
figure-languages = Idiomas

organisations-lead = Universidades, empresas, asociaciones y administraciones que participan en los proyectos.
themes-lead = Los temas en los que las ciudades han decidido trabajar.
theme-used-in = Elegido para:
activity-lead = Todo lo que sucede en la red, en el momento en que sucede: quién se une, qué empieza, qué se anuncia.

fallback-notice = El texto de esta página aún no está traducido; se muestra en { $language }.
machine-notice = Este texto ha sido traducido por una máquina.
stale-notice = El original ha cambiado desde que se hizo esta traducción.
example-notice = Este es un ejemplo inventado, para mostrar lo que permite la plataforma.

feed-activity = Actividad de la red
feed-city = Actividad de esta ciudad
feed-project = Actividad de este proyecto
feed-events = Eventos de la red
feed-event = Este evento
feed-cities = Ciudades para mapas (GeoJSON)

error-not-found = Aquí no hay nada
error-not-found-text = Esta dirección no lleva a ninguna parte: puede contener un error, o lo que había aquí puede haberse trasladado. Puede buscarlo.
error-wrong = Esta dirección no es del todo correcta
error-wrong-text = Hay algo en la dirección que no se entiende. Vuelva atrás o empiece de nuevo desde la lista.
error-busy = Un momento, por favor
error-busy-text = La plataforma recibe ahora más solicitudes de las que puede atender. Inténtelo de nuevo en un momento.
error-failed = Algo ha fallado
error-failed-text = La plataforma no ha podido preparar esta página. El fallo ha quedado registrado; inténtelo de nuevo más tarde.

date-day = { $day } de { $month } de { $year }
date-month = { $month } de { $year }
date-days = { $from }–{ $to } de { $month } de { $year }
date-span = { $from } – { $to }
# `$date` may be a day, a month or a year, which would not all take the same words.
date-since = Inicio: { $date }
date-until = Fin: { $date }
date-weekday = { $weekday }, { $date }

# Of a city, which is feminine.
membership-member = Miembro
membership-invited = Invitada
membership-applied = Candidata
membership-eligible = Puede unirse
membership-suspended = Suspendida
membership-left = Ha dejado la red

stage-idea = Idea
stage-proposed = Propuesto
stage-active = En curso
stage-completed = Finalizado
stage-abandoned = Abandonado

# With its noun, so that the stage that follows agrees with it.
project-kind-cooperation = Proyecto de cooperación
project-kind-good-practice = Buena práctica

event-kind-assembly = Asamblea
event-kind-ceremony = Ceremonia
event-kind-competition = Concurso
event-kind-conference = Conferencia
event-kind-festival = Festival
event-kind-meeting = Reunión
event-kind-opening = Inauguración
event-kind-other = Evento
event-kind-residency = Residencia
event-kind-symposium = Simposio
event-kind-visit = Visita
event-kind-workshop = Taller
event-kind-youth-camp = Campamento juvenil

# They follow a kind of event, of either gender.
event-status-announced = Evento anunciado
event-status-cancelled = Evento cancelado
event-status-draft = Borrador
event-status-held = Ya celebrado
event-status-postponed = Evento aplazado

event-mode-in-person = Presencial
event-mode-online = En línea
event-mode-hybrid = Presencial o en línea

session-kind-forum = Foro
session-kind-keynote = Ponencia principal
session-kind-other = Sesión
session-kind-plenary = Sesión plenaria
session-kind-social = Encuentro social
session-kind-visit = Visita
session-kind-workshop = Taller

registration-phase-not-yet-open = Aún no abierta
registration-phase-open = Abierta
registration-phase-closed = Cerrada

organisation-kind-association = Asociación
organisation-kind-business-association = Asociación empresarial
organisation-kind-company = Empresa
organisation-kind-cultural-venue = Espacio cultural
organisation-kind-foundation = Fundación
organisation-kind-government = Administración pública
organisation-kind-innovation-agency = Agencia de innovación
organisation-kind-local-government = Administración local
organisation-kind-network = Red
organisation-kind-other = Organización
organisation-kind-school = Escuela
organisation-kind-university = Universidad

role-coordinator = Coordinación
role-funder = Financiación
role-host = Acogida
role-other = Participante
role-participant = Participante
role-partner = Entidad asociada

need-kind-need = Necesidad
need-kind-offer = Oferta

site-kind-headquarters = Sede central
site-kind-plant = Fábrica
site-kind-research-centre = Centro de investigación
site-kind-other = Centro

continent-africa = África
continent-antarctica = Antártida
continent-asia = Asia
continent-europe = Europa
continent-north-america = América del Norte
continent-oceania = Oceanía
continent-south-america = América del Sur

type-city = Ciudad
type-project = Proyecto
type-event = Evento
type-event-series = Serie de eventos
type-organisation = Organización
type-theme = Tema
type-update = Noticia de un proyecto
type-session = Sesión de un programa

goal-no-poverty = 1. Fin de la pobreza
goal-zero-hunger = 2. Hambre cero
goal-good-health = 3. Salud y bienestar
goal-quality-education = 4. Educación de calidad
goal-gender-equality = 5. Igualdad de género
goal-clean-water = 6. Agua limpia y saneamiento
goal-clean-energy = 7. Energía asequible y no contaminante
goal-decent-work = 8. Trabajo decente y crecimiento económico
goal-industry = 9. Industria, innovación e infraestructura
goal-reduced-inequalities = 10. Reducción de las desigualdades
goal-sustainable-cities = 11. Ciudades y comunidades sostenibles
goal-responsible-consumption = 12. Producción y consumo responsables
goal-climate-action = 13. Acción por el clima
goal-life-below-water = 14. Vida submarina
goal-life-on-land = 15. Vida de ecosistemas terrestres
goal-peace = 16. Paz, justicia e instituciones sólidas
goal-partnerships = 17. Alianzas para lograr los objetivos

data-explorer = El explorador
data-schema = El esquema
