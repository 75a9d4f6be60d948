//! What the domains of people and projects ask of others.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{Conn, Kind, NodeRef, Party, seat::SeatNews};
use projects::Place;
use uuid::Uuid;

/// Answers from the domains of cities, projects and events.
pub struct DomainCircles;

#[async_trait::async_trait]
impl members::Circles for DomainCircles {
    async fn in_network(
        &self,
        conn: &mut Conn<'_>,
        parties: &[Party],
    ) -> Result<Vec<Party>, sqlx::Error> {
        let cities: Vec<Uuid> = cities_among(parties).collect();
        let members = cities::members_among(conn, &cities).await?;
        // Organisations take part as they are; a city only while it is a member.
        let belongs = |party: &&Party| match party {
            Party::City(id) => members.contains(id),
            Party::Organisation(_) | Party::Secretariat => true,
        };
        Ok(parties.iter().filter(belongs).copied().collect())
    }

    async fn projects_of(
        &self,
        conn: &mut Conn<'_>,
        parties: &[Party],
        most: usize,
    ) -> Result<Vec<Uuid>, sqlx::Error> {
        projects::of_parties(conn, parties, most).await
    }

    async fn events_of(
        &self,
        conn: &mut Conn<'_>,
        parties: &[Party],
        most: usize,
    ) -> Result<Vec<Uuid>, sqlx::Error> {
        events::of_parties(conn, parties, most).await
    }

    async fn desks_of(
        &self,
        conn: &mut Conn<'_>,
        person: Uuid,
        party: Party,
        most: usize,
    ) -> Result<Vec<NodeRef>, sqlx::Error> {
        events::desks_of(conn, person, party, most).await
    }

    async fn expects(&self, conn: &mut Conn<'_>, email: &str) -> Result<bool, sqlx::Error> {
        events::expects(conn, email).await
    }

    async fn place(
        &self,
        conn: &mut Conn<'_>,
        registration: Uuid,
        news: SeatNews,
        email: &str,
    ) -> Result<Option<members::Place>, sqlx::Error> {
        let found = events::place(conn, registration, news, email).await?;
        let city = |id| NodeRef::new(Kind::City, id);
        Ok(found.map(|found| members::Place {
            event: found.node(),
            is_seated: found.is_seated,
            original_locale: found.event.node.original_locale,
            city: found.event.host_city_id.map(city),
            starts_on: found.event.starts_on,
            ends_on: found.event.ends_on,
            time_zone: found.event.time_zone,
        }))
    }
}

#[async_trait::async_trait]
impl events::People for DomainCircles {
    async fn person(
        &self,
        conn: &mut Conn<'_>,
        id: Uuid,
    ) -> Result<Option<events::Known>, sqlx::Error> {
        let found = members::person(conn, id).await?;
        Ok(found.map(|person| events::Known {
            name: person.name,
            email: person.email,
        }))
    }

    async fn acts_for(
        &self,
        conn: &mut Conn<'_>,
        person: Uuid,
        party: Party,
        now: DateTime<Utc>,
    ) -> Result<bool, sqlx::Error> {
        members::acts_for(conn, person, party, now).await
    }

    async fn in_network(
        &self,
        conn: &mut Conn<'_>,
        parties: &[Party],
    ) -> Result<Vec<Party>, sqlx::Error> {
        members::Circles::in_network(self, conn, parties).await
    }

    async fn write_letters(
        &self,
        conn: &mut Conn<'_>,
        letters: &[events::SeatLetter],
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        let letters = letters.iter().map(|letter| members::post::SeatLetter {
            id: letter.id,
            email: letter.email.clone(),
            news: letter.news,
            registration: letter.registration,
        });
        members::post::write_letters(conn, &letters.collect::<Vec<_>>(), now).await
    }
}

#[async_trait::async_trait]
impl events::Network for DomainCircles {
    async fn in_network(
        &self,
        conn: &mut Conn<'_>,
        parties: &[Party],
    ) -> Result<Vec<Party>, sqlx::Error> {
        members::Circles::in_network(self, conn, parties).await
    }

    async fn time_zone(
        &self,
        conn: &mut Conn<'_>,
        city: Uuid,
    ) -> Result<Option<String>, sqlx::Error> {
        cities::time_zone(conn, city).await
    }
}

#[async_trait::async_trait]
impl projects::Network for DomainCircles {
    async fn in_network(
        &self,
        conn: &mut Conn<'_>,
        parties: &[Party],
    ) -> Result<Vec<Party>, sqlx::Error> {
        members::Circles::in_network(self, conn, parties).await
    }

    async fn member_cities(
        &self,
        conn: &mut Conn<'_>,
        most: usize,
    ) -> Result<Vec<Uuid>, sqlx::Error> {
        cities::members(conn, most).await
    }

    async fn places(
        &self,
        conn: &mut Conn<'_>,
        parties: &[Party],
    ) -> Result<HashMap<Party, Place>, sqlx::Error> {
        let organisations: Vec<Uuid> = (parties.iter())
            .filter_map(|party| match party {
                Party::Organisation(id) => Some(*id),
                _ => None,
            })
            .collect();
        let organisations = members::places(conn, &organisations).await?;
        let seats = organisations.iter().filter_map(|found| found.city_id);
        let mut cities: Vec<Uuid> = cities_among(parties).chain(seats).collect();
        cities.sort_unstable();
        cities.dedup();
        let mut places = HashMap::new();
        for city in cities::places(conn, &cities).await? {
            let place = Place {
                country: Some(city.country_code),
                continent: Some(city.continent),
                population: city.population,
                languages: city.languages.0.into_iter().collect(),
            };
            places.insert(Party::City(city.id), place);
        }
        for found in organisations {
            // It is where its seat is; but it is not as large as the city.
            let seat = found
                .city_id
                .and_then(|city| places.get(&Party::City(city)));
            let place = Place {
                country: (found.country_code)
                    .or_else(|| seat.and_then(|seat| seat.country.clone())),
                continent: seat.and_then(|seat| seat.continent.clone()),
                population: None,
                languages: seat.map(|seat| seat.languages.clone()).unwrap_or_default(),
            };
            places.insert(Party::Organisation(found.id), place);
        }
        Ok(places)
    }
}

fn cities_among(parties: &[Party]) -> impl Iterator<Item = Uuid> {
    parties.iter().filter_map(|party| match party {
        Party::City(id) => Some(*id),
        _ => None,
    })
}
