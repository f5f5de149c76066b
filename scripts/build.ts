/** Makes dist/ for the image: the source without types, file by file, beside the files that it reads. Packages stay in node_modules. */
import { cpSync, rmSync } from 'node:fs';
import { rolldown } from 'rolldown';

const OUT = 'dist';

rmSync(OUT, { recursive: true, force: true });
const bundle = await rolldown({
  input: ['src/main.ts', 'src/cli/diagnose.ts'],
  platform: 'node',
  // Our own names begin with "#"; all else that is no path is a package or a part of Node.
  external: (id) => !/^[#./]/.test(id),
  tsconfig: true,
});
const { output } = await bundle.write({
  dir: OUT,
  format: 'esm',
  // One file a module, so that paths relative to a module hold in dist as they do in the source.
  preserveModules: true,
  preserveModulesRoot: '.',
  sourcemap: true,
});
await bundle.close();
cpSync('schema.graphql', `${OUT}/schema.graphql`);
cpSync('prisma/migrations', `${OUT}/prisma/migrations`, { recursive: true });
cpSync('recordings/shop', `${OUT}/recordings/shop`, { recursive: true });
console.log(`${OUT}: ${output.length} files`);
