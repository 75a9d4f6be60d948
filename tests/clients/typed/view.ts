// A typed client without a library: types come from the contract, by graphql-codegen's client preset.
import { graphql } from './gql/gql.ts';
import type { TypedDocumentString } from './gql/graphql.ts';

const Projects = graphql(`
  query Projects($first: Int!, $after: String, $filter: ProjectFilter) {
    projects(first: $first, after: $after, filter: $filter, orderBy: [{ field: TITLE }]) {
      totalCount
      nodes {
        slug
        title(locale: "en")
        stage
        leadCity {
          name
        }
        startedOn
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

const Follow = graphql(`
  mutation Follow($node: ID!) {
    follow(input: { node: $node }) {
      node {
        __typename
        id
      }
      errors {
        code
        path
        message
      }
    }
  }
`);

async function execute<Result, Variables>(
  hub: string,
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const answer = await fetch(hub, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const { data, errors } = (await answer.json()) as { data: Result; errors?: { message: string }[] };
  if (errors) throw new Error(errors.map(({ message }) => message).join(' '));
  return data;
}

export async function firstProjects(hub: string): Promise<string[]> {
  const { projects } = await execute(hub, Projects, { first: 3, filter: { stage: { eq: 'ACTIVE' } } });
  return projects.nodes.map(({ title, stage, leadCity }) => `${title} (${stage ?? '?'}), ${leadCity?.name ?? 'nobody'}`);
}

export async function follow(hub: string, node: string): Promise<string> {
  const { follow: payload } = await execute(hub, Follow, { node });
  return payload.errors.map(({ code, path }) => `${path.join('.')}: ${code}`).join() || payload.node?.id || '';
}
