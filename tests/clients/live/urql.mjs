// urql: its document cache, and Graphcache, which is normalised and knows the contract.
import { Client, cacheExchange, fetchExchange, gql } from '@urql/core';
import { cacheExchange as graphcache } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { getIntrospectionQuery } from 'graphql';

const CITY = gql`query ($slug: String!) { city(slug: $slug) { id slug name viewerFollows } }`;
const NODE = gql`query ($id: ID!) { node(id: $id) { id ... on City { name } } }`;
const PROJECTS = gql`
  query ($first: Int!, $after: String) {
    projects(first: $first, after: $after, orderBy: [{ field: TITLE }]) {
      edges { cursor node { id slug } }
      pageInfo { hasNextPage endCursor hasPreviousPage startCursor }
    }
  }
`;
const FOLLOW = gql`
  mutation ($node: ID!) {
    follow(input: { node: $node }) { node { id ... on City { viewerFollows } } errors { code path } }
  }
`;

export default async function urql({ hub, token }) {
  // GET where it can be, as urql does by itself.
  const plain = new Client({ url: hub, exchanges: [cacheExchange, fetchExchange], preferGetMethod: true });
  const once = await plain.query(CITY, { slug: 'cuneo' }).toPromise();
  const again = await plain.query(CITY, { slug: 'cuneo' }, { requestPolicy: 'cache-only' }).toPromise();
  const broken = await plain.query(gql`{ city(slug: "cuneo") { shoeSize } }`, {}).toPromise();
  const partly = await plain
    .query(gql`{ node(id: "nonsense") { id } city(slug: "cuneo") { slug } }`, {})
    .toPromise();

  const { data: schema, error } = await plain.query(getIntrospectionQuery(), {}, { requestPolicy: 'network-only' }).toPromise();
  if (error) throw error;
  const warnings = [];
  const normalised = new Client({
    url: hub,
    preferGetMethod: false,
    fetchOptions: { headers: { authorization: `Bearer ${token}` } },
    exchanges: [
      graphcache({
        schema,
        keys: { PageInfo: () => null },
        resolvers: {
          Query: {
            projects: relayPagination(),
            node: (_parent, { id }) => ({ __typename: 'City', id }),
          },
        },
        logger: (level, message) => level === 'debug' || warnings.push(`${level}: ${message}`),
      }),
      fetchExchange,
    ],
  });
  const city = await normalised.query(CITY, { slug: 'cuneo' }).toPromise();
  const known = await normalised.query(NODE, { id: city.data.city.id }, { requestPolicy: 'cache-only' }).toPromise();
  const first = await normalised.query(PROJECTS, { first: 2 }).toPromise();
  const after = first.data.projects.pageInfo.endCursor;
  const paged = await normalised.query(PROJECTS, { first: 2, after }).toPromise();
  const unfollowed = gql`
    mutation ($node: ID!) { unfollow(input: { node: $node }) { node { id ... on City { viewerFollows } } errors { code } } }
  `;
  const states = [];
  for (const mutation of [unfollowed, FOLLOW]) {
    const { error } = await normalised.mutation(mutation, { node: city.data.city.id }).toPromise();
    if (error) throw error;
    const { data } = await normalised.query(CITY, { slug: 'cuneo' }, { requestPolicy: 'cache-only' }).toPromise();
    states.push(data.city.viewerFollows);
  }
  return {
    cached: once.data.city.name === again.data.city.name && again.stale === false,
    refused: broken.error.graphQLErrors.map(({ extensions }) => extensions.code),
    partly: [partly.data, partly.error.graphQLErrors.map(({ path, extensions }) => [path, extensions.code])],
    graphcache: {
      nameByItsId: known.data?.node.name ?? null,
      pages: [first.data.projects.edges.length, paged.data.projects.edges.length],
      slugs: paged.data.projects.edges.map(({ node }) => node.slug),
      follows: states,
      warnings,
    },
  };
}
