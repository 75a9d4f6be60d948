// What Relay asks of a schema: Node, connections, refetching by id, and paging inside a node.
import { graphql } from 'relay-runtime';

export const CityPageQuery = graphql`
  query CityPageQuery($slug: String!) {
    city(slug: $slug) {
      id
      ...CityPage_city
      ...CityPageProjects_city
    }
  }
`;

// Refetched by `node(id:)`, in another language.
export const CityPage_city = graphql`
  fragment CityPage_city on City
  @refetchable(queryName: "CityPageInAnotherLanguageQuery")
  @argumentDefinitions(locale: { type: "Locale" }) {
    name(locale: $locale)
    content(locale: $locale) {
      summary
      locale
      isFallback
    }
  }
`;

// Paged inside the city.
export const CityPageProjects_city = graphql`
  fragment CityPageProjects_city on City
  @refetchable(queryName: "CityPageProjectsPaginationQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" }) {
    projects(first: $count, after: $cursor) @connection(key: "CityPage_projects") {
      totalCount
      edges {
        node {
          id
          title
        }
      }
    }
  }
`;

// Paged at the root, backwards.
export const CityPageLog_query = graphql`
  fragment CityPageLog_query on Query
  @refetchable(queryName: "CityPageLogPaginationQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    activities(last: $count, before: $cursor) @connection(key: "CityPage_activities") {
      edges {
        node {
          id
          summary
          subject {
            __typename
            ... on City {
              name
            }
            ... on Project {
              title
            }
          }
        }
      }
    }
  }
`;

// What was changed has an id, and is put in place; what has to be mended is data.
export const CityPageFollowMutation = graphql`
  mutation CityPageFollowMutation($input: FollowInput!) {
    follow(input: $input) {
      node {
        id
        ... on City {
          viewerFollows
        }
      }
      errors {
        code
        path
        message
      }
    }
  }
`;
