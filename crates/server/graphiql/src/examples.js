// The tabs a first-time visitor sees, in order. The queries are files of their
// own in ../examples, so that the server's tests can run each of them. A tab is
// named after its operation.
import memberCities from '../examples/01-member-cities.graphql';
import cityInFrench from '../examples/02-city-in-french.graphql';
import conferences from '../examples/03-conferences.graphql';
import search from '../examples/04-search.graphql';
import pagingProjects from '../examples/05-paging-projects.graphql';
import activityLog from '../examples/06-activity-log.graphql';

export const examples = [
  { query: memberCities, variables: null },
  { query: cityInFrench, variables: null },
  { query: conferences, variables: null },
  { query: search, variables: null },
  { query: pagingProjects, variables: null },
  { query: activityLog, variables: null },
];
