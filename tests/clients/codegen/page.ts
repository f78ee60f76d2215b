// What a page does with the generated types.

import type { ResultOf, VariablesOf } from '@graphql-typed-document-node/core';
import {
  BloodPatchNearSerzhongDocument,
  DoctorPageDocument,
  SearchAnythingDocument,
} from '../generated/graphql.js';

type Doctor = NonNullable<ResultOf<typeof DoctorPageDocument>['doctor']>;
type Found = ResultOf<typeof BloodPatchNearSerzhongDocument>['doctors'];
type Hit = ResultOf<typeof SearchAnythingDocument>['search']['edges'][number];

export function card(doctor: Doctor): string {
  const rating = doctor.rating?.mean ?? 'not rated';
  const languages: string[] = doctor.languages.map(({ language }) => language);
  return `${doctor.name.display} (${rating}): ${languages.join()}`;
}

/** What may be unknown has to be looked at before it is shown. */
export function careless(doctor: Doctor): number {
  // @ts-expect-error: few doctors have a rating
  return doctor.rating.mean;
}

/** A distance is a number or unknown, and a name is always there. */
export function nearest({ edges, totalCount }: Found): string {
  const [edge] = edges;
  const distance: number | null | undefined = edge?.distance;
  return `${edge?.node.name.display} of ${totalCount}: ${distance?.toFixed(1) ?? 'far'} km`;
}

/** Every kind that may be found has fields of its own. */
export function title({ node }: Hit): string {
  // @ts-expect-error: what is found has no field of this name
  return node.nothing;
}

export const variables: VariablesOf<typeof DoctorPageDocument> = {
  slug: 'kelzom-yarphel',
  region: 'BT-31',
};

// @ts-expect-error: the region is missing
export const tooFew: VariablesOf<typeof DoctorPageDocument> = { slug: 'kelzom-yarphel' };

export const wrong: VariablesOf<typeof BloodPatchNearSerzhongDocument> = {
  place: 'Serzhong',
  // @ts-expect-error: a distance is a number
  km: '50',
};
