import type { KindName } from '../kinds.ts';
import { applyMask, type Mask, type Masked } from './mask.ts';
import { type ObjectMeta, projectMetadata } from './metadata.ts';

/** What a projection may need beside the object. */
export interface ProjectionContext {
  /** A short keyed digest of a value, comparable within one installation only; it never reveals the value. */
  readonly digest: (value: string) => string;
}

/** What every projected object has. */
export interface ProjectedObject<K extends KindName = KindName> {
  readonly kind: K;
  readonly metadata: ObjectMeta;
}

/** Turns one parsed API object of a kind into the object that is kept. */
export interface Projection<K extends KindName, T extends ProjectedObject<K>> {
  readonly kind: K;
  readonly project: (raw: unknown, context: ProjectionContext) => T;
}

type Sections<T, M> = {
  readonly [K in keyof M & keyof T]: K extends 'spec' | 'status'
    ? Masked<NonNullable<T[K]>, M[K]>
    : Masked<T[K], M[K]> | (undefined extends T[K] ? undefined : never);
};

/** The object that a mask over API type T leaves. `spec` and `status` are always there, empty where the server sent none. */
export type Kept<K extends KindName, T, M> = ProjectedObject<K> & Sections<T, M>;

/** Defines a projection by its mask over the API type `T`; call with the type first, then kind and mask. */
export function defineProjection<T>(): <K extends KindName, const M extends { readonly [S in keyof T]?: Mask<T[S]> }>(
  kind: K,
  mask: M,
) => Projection<K, Kept<K, T, M>> {
  return <K extends KindName, const M extends { readonly [S in keyof T]?: Mask<T[S]> }>(kind: K, mask: M) => ({
    kind,
    project(raw) {
      const source = raw as Record<string, unknown>;
      const kept: Record<string, unknown> = { kind, metadata: projectMetadata(source['metadata']) };
      for (const [section, sectionMask] of Object.entries(mask)) {
        const value = applyMask(source[section], sectionMask as Parameters<typeof applyMask>[1]);
        if (value !== undefined) kept[section] = value;
        else if (section === 'spec' || section === 'status') kept[section] = {};
      }
      // The mask that built the object is the one its type is computed from.
      return kept as unknown as Kept<K, T, M>;
    },
  });
}
