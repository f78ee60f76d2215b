// Types for our documents, made from the printed schema. The documents stay texts, so that no
// parser for them is sent to readers.

import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: '../schema.graphql',
  documents: 'src/documents/*.graphql',
  generates: {
    'src/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        skipTypename: true,
        scalars: {
          Date: 'string',
          DateTime: 'string',
          JSON: 'unknown',
          Locale: 'string',
          Npi: 'string',
          Slug: 'string',
          Url: 'string',
        },
      },
    },
  },
};

export default config;
