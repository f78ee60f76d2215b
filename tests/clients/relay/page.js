// What a page asks through Relay: its compiler reads the queries out of this file.

import { graphql } from 'relay-runtime';

graphql`
  query pageListQuery($first: Int!) {
    ...page_doctors @arguments(first: $first)
  }
`;

graphql`
  fragment page_doctors on Query
  @refetchable(queryName: "pageMoreDoctorsQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 3 }, after: { type: "String" }) {
    doctors(
      need: { condition: { slug: "psoriasis" } }
      near: { at: { placeName: "Gelephu" }, withinKm: 200 }
      first: $first
      after: $after
    ) @connection(key: "page_doctors") {
      totalCount
      edges {
        distance
        node {
          id
          ...page_doctor
        }
      }
    }
  }
`;

graphql`
  query pageDoctorQuery($slug: Slug!) {
    doctor(by: { slug: $slug }) {
      ...page_doctor
      ...page_clinics @arguments(first: 1)
    }
  }
`;

graphql`
  fragment page_doctor on Doctor {
    slug
    name {
      display
    }
  }
`;

graphql`
  fragment page_clinics on Doctor
  @refetchable(queryName: "pageMoreClinicsQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 1 }, after: { type: "String" }) {
    clinics(first: $first, after: $after) @connection(key: "page_clinics") {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`;
