// Apollo Client: the cache by id, Relay's paging, a mutation that the cache learns from, and errors.
import { createHash } from 'node:crypto';

import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { relayStylePagination } from '@apollo/client/utilities';

function client(hub, token) {
  const typePolicies = { Query: { fields: { projects: relayStylePagination(['filter', 'orderBy']) } } };
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  return new ApolloClient({
    link: new HttpLink({ uri: hub, headers }),
    cache: new InMemoryCache({ typePolicies }),
  });
}

const PROJECTS = gql`
  query Projects($first: Int!, $after: String) {
    projects(first: $first, after: $after, orderBy: [{ field: TITLE }]) {
      edges { cursor node { id slug leadCity { id name } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;
const CITY = gql`query City($slug: String!) { city(slug: $slug) { id slug name viewerFollows } }`;
const FOLLOW = gql`
  mutation Follow($node: ID!) {
    follow(input: { node: $node }) {
      node { id ... on City { viewerFollows } }
      errors { code path }
    }
  }
`;

// Automatic persisted queries: a document is named by its digest, and sent whole only where the hub does not
// know it yet. What was sent, and how.
async function named(hub, document) {
  const sent = [];
  const watched = (uri, options) => {
    const whole = /[?&]query=|"query":/.test(`${uri}${options.body ?? ''}`);
    sent.push(`${options.method} ${whole ? 'the document' : 'its digest'}`);
    return fetch(uri, options);
  };
  const sha256 = (text) => createHash('sha256').update(text).digest('hex');
  const naming = new PersistedQueryLink({ sha256, useGETForHashedQueries: true });
  const link = ApolloLink.from([naming, new HttpLink({ uri: hub, fetch: watched })]);
  const { data } = await new ApolloClient({ link, cache: new InMemoryCache() }).query({ query: document });
  return { sent, name: data.city.name };
}

export default async function apollo({ hub, token }) {
  const anybody = client(hub);
  // Two pages, which become one list.
  const projects = anybody.watchQuery({ query: PROJECTS, variables: { first: 2 } });
  const first = await new Promise((resolve, reject) => {
    const watched = projects.subscribe(({ data, loading, error }) => {
      if (error) reject(error);
      if (loading) return;
      resolve(data);
      queueMicrotask(() => watched.unsubscribe());
    });
  });
  const after = first.projects.pageInfo.endCursor;
  await projects.fetchMore({ variables: { first: 2, after } });
  const paged = anybody.readQuery({ query: PROJECTS, variables: { first: 2 } });

  // By id: a city that was read in one query is known in another.
  const { data } = await anybody.query({ query: CITY, variables: { slug: 'cuneo' } });
  const key = anybody.cache.identify(data.city);
  const fragment = gql`fragment Name on City { name }`;

  // What the mutation returns changes the city that was read before.
  const officer = client(hub, token);
  const before = await officer.query({ query: CITY, variables: { slug: 'cuneo' } });
  const followed = await officer.mutate({ mutation: FOLLOW, variables: { node: data.city.id } });
  const now = officer.readQuery({ query: CITY, variables: { slug: 'cuneo' } });
  const mended = await officer.mutate({ mutation: FOLLOW, variables: { node: 'city_00000000000000000000000000' } });

  const broken = await anybody
    .query({ query: gql`query { city(slug: "cuneo") { shoeSize } }` })
    .catch((error) => error);
  const partly = await anybody.query({
    query: gql`query { node(id: "nonsense") { id } city(slug: "cuneo") { id slug } }`,
    errorPolicy: 'all',
  });
  // A document that nobody has sent before, and another client that sends it.
  const unheard = gql`query Unheard { city(slug: "cuneo") { id name countryCode } }`;
  const persisted = [await named(hub, unheard), await named(hub, unheard)];
  return {
    persisted,
    pages: [first.projects.edges.length, paged.projects.edges.length],
    slugs: paged.projects.edges.map(({ node }) => node.slug),
    cityByItsId: { typename: key.split(':')[0], ...anybody.readFragment({ id: key, fragment }) },
    follows: [before.data.city.viewerFollows, now.city.viewerFollows],
    mistakes: [followed.data.follow.errors, mended.data.follow.errors],
    refused: CombinedGraphQLErrors.is(broken) && broken.errors.map(({ extensions }) => extensions.code),
    partly: {
      city: partly.data.city.slug,
      node: partly.data.node,
      codes: partly.error.errors.map(({ path, extensions }) => [path, extensions.code]),
    },
  };
}
