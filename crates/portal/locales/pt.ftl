# What the pages say, in Portuguese; what is missing here is said in English.

site-name = Passerelle
network-name = Passerelle
site-title = { network-name }
site-description = { network-name }: as suas cidades, os projetos que partilham, os eventos em que se encontram e o que acontece agora.
skip = Ir para o conteúdo

nav-main = Navegação principal
nav-about = Sobre a rede
nav-cities = Cidades
nav-projects = Projetos
nav-events = Eventos
nav-organisations = Organizações
nav-themes = Temas
nav-activity = Atividade
nav-join = Aderir à rede
nav-data = Utilizar os dados
nav-credits = Créditos e licença
nav-accessibility = Acessibilidade
nav-privacy = Privacidade
nav-languages = Línguas
sign-in = Iniciar sessão
sign-out = Terminar sessão
search = Pesquisar
search-label = Pesquisar na rede
search-title = Pesquisa
search-type = Tipo de conteúdo
back-home = Voltar à página inicial
facts = Em resumo
label-value = { $label }: { $value }
history = Histórico
sources = Fontes
documents = Documentos
pages = Páginas
page-previous = Página anterior
page-next = Página seguinte
use-data = Os dados desta página
use-data-text = Esta página é feita com o documento GraphQL apresentado abaixo, que qualquer pessoa pode utilizar: para uma página própria, um relatório, um mapa.
use-data-open = Abrir no explorador
use-data-more = Como utilizar os dados

home-title = Cidades que trabalham juntas
home-lead = Aqui é possível ver o que fazem as cidades da rede: os projetos que realizam juntas, os eventos em que se encontram e o que acontece agora.
home-next-events = Brevemente
home-past-events = Últimos eventos
home-now = O que acontece agora
home-projects = Últimos projetos
home-themes = Em que trabalham
home-join = A sua cidade é uma delas?
home-join-text = Veja como uma cidade adere à rede e como outros participam nos seus projetos.
all-events = Todos os eventos
all-projects = Todos os projetos
all-activity = Toda a atividade
figure-members = { $count ->
    [one] cidade-membro
   *[other] cidades-membros
}
figure-countries = { $count ->
    [one] país
   *[other] países
}
figure-projects = { $count ->
    [one] projeto
   *[other] projetos
}
figure-events = { $count ->
    [one] evento
   *[other] eventos
}

map-label = Mapa das cidades
map-closeup = O mapa de perto
map-other = Outra cidade
live-on = Em direto: as novidades aparecem aqui por si.
live-off = Sem ligação; nova tentativa em curso…
live-gap = Podem faltar aqui novidades: recarregue a página para ver tudo.
live-new = Novo

cities-lead = As cidades que são membros da rede, as que esta convidou e as que podem aderir.
count-cities = { $count ->
    [one] { $number } cidade
   *[other] { $number } cidades
}
count-projects = { $count ->
    [one] { $number } projeto
   *[other] { $number } projetos
}
count-events = { $count ->
    [one] { $number } evento
   *[other] { $number } eventos
}
count-organisations = { $count ->
    [one] { $number } organização
   *[other] { $number } organizações
}
count-delegations = { $count ->
    [one] { $number } cidade participante ou anunciada
   *[other] { $number } cidades participantes ou anunciadas
}
count-results = { $count ->
    [0] Sem resultados
    [one] { $number } resultado
   *[other] { $number } resultados
}
inhabitants = { $count ->
    [one] { $number } habitante
   *[other] { $number } habitantes
}
nothing-found = Não foi encontrado nada. Experimente outras palavras ou menos filtros.
nothing-planned = De momento, não há nada anunciado aqui.

# One word for every filter, whatever the gender of its label.
filter-all = Tudo
filter-apply = Mostrar
filter-status = Estado
filter-country = País
filter-theme = Tema
filter-city = Cidade
filter-stage = Fase
filter-kind = Tipo
filter-goal = Objetivo de Desenvolvimento Sustentável
filter-words = Palavras-chave

fact-country = País
fact-population = Habitantes
fact-joined = Adesão
fact-first-evidence = Primeira participação conhecida
fact-sites = Unidades
fact-languages = Línguas
fact-time-zone = Fuso horário
fact-website = Site
fact-lead = Cidade coordenadora
fact-dates = Datas
fact-goals = Objetivos de Desenvolvimento Sustentável
fact-budget = Orçamento
fact-born-at = Nascido em
fact-venue = Local
fact-mode = Modalidade
fact-registration = Inscrições
fact-accessibility = Acessibilidade

projects-lead = O que as cidades fazem juntas, com universidades, empresas, associações e artistas, e o que cada uma delas faz bem.
open-to-partners = Aberto a parceiros
led-by = Cidade coordenadora: { $city }
outcome = Balanço
needs = Necessidades e ofertas
milestones = Etapas
milestone-reached = Alcançada: { $date }
milestone-due = Prazo: { $date }
updates = Notícias
chart-projects = Projetos por tema
chart-conferences = Cidades nas conferências
chart-year = Conferência
chart-table = Ver como tabela

events-lead = Conferências, assembleias, oficinas, visitas e residências, em todas as cidades da rede.
events-when = Quando
events-upcoming = Próximos
events-past = Passados
add-to-calendar = Adicionar ao calendário
edition = { $count ->
   *[other] { $count }.ª edição
}
postponed-from = Evento adiado; data inicialmente prevista: { $date }.
recap = Um olhar para trás
programme = Programa
programme-undated = Data e hora a definir
times-in = Os horários são indicados na hora local ({ $zone }).
interpreted-into = interpretação em { $language }
born-projects = Projetos nascidos aqui
previous-edition = Edição anterior
next-edition = Edição seguinte
seats-taken = { $count ->
    [one] { $number } lugar ocupado
   *[other] { $number } lugares ocupados
}
figure-cities = Cidades
figure-countries-label = Países
figure-continents = Continentes
figure-participants = Participantes
figure-expected = Participantes previstos
figure-mayors = Presidentes de câmara
figure-initiatives = Iniciativas apresentadas
figure-themes = Número de temas
figure-startups = Startups
figure-languages = Línguas

organisations-lead = Universidades, empresas, associações e administrações que participam nos projetos.
themes-lead = Os temas em que as cidades escolheram trabalhar.
theme-used-in = Escolhido para:
activity-lead = Tudo o que acontece na rede, no momento em que acontece: quem adere, o que começa, o que é anunciado.

fallback-notice = O texto desta página ainda não foi traduzido; é apresentado em { $language }.
machine-notice = Este texto foi traduzido automaticamente.
stale-notice = O original foi alterado depois desta tradução.
example-notice = Este é um exemplo inventado, para mostrar o que a plataforma permite.

feed-activity = Atividade da rede
feed-city = Atividade desta cidade
feed-project = Atividade deste projeto
feed-events = Eventos da rede
feed-event = Este evento
feed-cities = Cidades para mapas (GeoJSON)

error-not-found = Não há nada aqui
error-not-found-text = Este endereço não leva a lado nenhum: pode conter um erro, ou o que aqui estava pode ter mudado de lugar. Pode pesquisá-lo.
error-wrong = Este endereço não está totalmente correto
error-wrong-text = Algo no endereço não é compreensível. Volte atrás ou recomece a partir da lista.
error-busy = Um momento, por favor
error-busy-text = A plataforma recebe agora mais pedidos do que consegue atender. Tente novamente dentro de momentos.
error-failed = Algo correu mal
error-failed-text = A plataforma não conseguiu preparar esta página. A falha ficou registada; tente novamente mais tarde.

date-day = { $day } de { $month } de { $year }
date-month = { $month } de { $year }
date-days = { $from }–{ $to } de { $month } de { $year }
date-span = { $from } – { $to }
date-since = desde { $date }
date-until = até { $date }
date-weekday = { $weekday }, { $date }

# Of a city, which is feminine.
membership-member = Membro
membership-invited = Convidada
membership-applied = Candidata
membership-eligible = Pode aderir
membership-suspended = Suspensa
membership-left = Deixou a rede

stage-idea = Ideia
stage-proposed = Proposto
stage-active = Em curso
stage-completed = Concluído
stage-abandoned = Abandonado

# With its noun, so that the stage that follows agrees with it.
project-kind-cooperation = Projeto de cooperação
project-kind-good-practice = Boa prática

event-kind-assembly = Assembleia
event-kind-ceremony = Cerimónia
event-kind-competition = Concurso
event-kind-conference = Conferência
event-kind-festival = Festival
event-kind-meeting = Reunião
event-kind-opening = Inauguração
event-kind-other = Evento
event-kind-residency = Residência
event-kind-symposium = Simpósio
event-kind-visit = Visita
event-kind-workshop = Oficina
event-kind-youth-camp = Campo de jovens

# They follow a kind of event, of either gender.
event-status-announced = Evento anunciado
event-status-cancelled = Evento cancelado
event-status-draft = Rascunho
event-status-held = Já realizado
event-status-postponed = Evento adiado

event-mode-in-person = Presencial
event-mode-online = Online
event-mode-hybrid = Presencial ou online

session-kind-forum = Fórum
session-kind-keynote = Conferência principal
session-kind-other = Sessão
session-kind-plenary = Sessão plenária
session-kind-social = Momento de convívio
session-kind-visit = Visita
session-kind-workshop = Oficina

registration-phase-not-yet-open = Ainda não abertas
registration-phase-open = Abertas
registration-phase-closed = Encerradas

organisation-kind-association = Associação
organisation-kind-business-association = Associação empresarial
organisation-kind-company = Empresa
organisation-kind-cultural-venue = Espaço cultural
organisation-kind-foundation = Fundação
organisation-kind-government = Administração pública
organisation-kind-innovation-agency = Agência de inovação
organisation-kind-local-government = Administração local
organisation-kind-network = Rede
organisation-kind-other = Organização
organisation-kind-school = Escola
organisation-kind-university = Universidade

role-coordinator = Coordenação
role-funder = Financiamento
role-host = Acolhimento
role-other = Participante
role-participant = Participante
role-partner = Entidade parceira

need-kind-need = Necessidade
need-kind-offer = Oferta

site-kind-headquarters = Sede
site-kind-plant = Fábrica
site-kind-research-centre = Centro de investigação
site-kind-other = Unidade

continent-africa = África
continent-antarctica = Antártida
continent-asia = Ásia
continent-europe = Europa
continent-north-america = América do Norte
continent-oceania = Oceânia
continent-south-america = América do Sul

type-city = Cidade
type-project = Projeto
type-event = Evento
type-event-series = Série de eventos
type-organisation = Organização
type-theme = Tema
type-update = Notícia de um projeto
type-session = Sessão de um programa

goal-no-poverty = 1. Erradicar a pobreza
goal-zero-hunger = 2. Erradicar a fome
goal-good-health = 3. Saúde de qualidade
goal-quality-education = 4. Educação de qualidade
goal-gender-equality = 5. Igualdade de género
goal-clean-water = 6. Água potável e saneamento
goal-clean-energy = 7. Energias renováveis e acessíveis
goal-decent-work = 8. Trabalho digno e crescimento económico
goal-industry = 9. Indústria, inovação e infraestruturas
goal-reduced-inequalities = 10. Reduzir as desigualdades
goal-sustainable-cities = 11. Cidades e comunidades sustentáveis
goal-responsible-consumption = 12. Produção e consumo sustentáveis
goal-climate-action = 13. Ação climática
goal-life-below-water = 14. Proteger a vida marinha
goal-life-on-land = 15. Proteger a vida terrestre
goal-peace = 16. Paz, justiça e instituições eficazes
goal-partnerships = 17. Parcerias para a implementação dos objetivos

data-explorer = O explorador
data-schema = O esquema
