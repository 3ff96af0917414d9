// `node build.js BENCH MODULES`: bundles the scripts and styles of all apps of a bench, as `bench build` does.
// Each bundle is built by itself, so that one which does not build (the form builder, say) leaves the others alone.

import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [bench, modules] = process.argv.slice(2).map((folder) => path.resolve(folder));
const load = createRequire(path.join(modules, "package.json"));
const esbuild = load("esbuild");
const sass = load("sass");
const vue = load("esbuild-plugin-vue3");

const STYLE = /\.(css|scss)$/;
const BUNDLE = /\.bundle\.(js|ts|css|scss)$/;
const DEFINE = {
	"process.env.NODE_ENV": '"production"',
	__VUE_OPTIONS_API__: "true",
	__VUE_PROD_DEVTOOLS__: "false",
	__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
};

const templates = {
	name: "templates",
	setup(build) {
		build.onLoad({ filter: /\.html$/ }, ({ path: file }) => {
			const name = path.basename(file).split(".")[0];
			const text = fs.readFileSync(file, "utf8").replaceAll("`", "\\`");
			return { contents: `frappe.templates["${name}"] = \`${text}\`;` };
		});
	},
};

const styles = {
	name: "styles",
	setup(build) {
		build.onResolve({ filter: /^\/assets\// }, ({ path: address }) => ({
			path: address,
			external: true,
		}));
		build.onLoad({ filter: /\.scss$/ }, ({ path: file }) => ({
			contents: compileSass(file),
			loader: "css",
		}));
	},
};

function compileSass(file) {
	const fromModules = (url) =>
		url.startsWith("~") ? new URL(url.slice(1), pathToFileURL(modules + "/node_modules/")) : null;
	return sass.compile(file, {
		importers: [{ findFileUrl: fromModules }],
		loadPaths: sourceFolders(),
		logger: sass.Logger.silent,
	}).css;
}

function sourceFolders() {
	return apps().map((app) => path.join(bench, "apps", app));
}

function apps() {
	const list = fs.readFileSync(path.join(bench, "sites/apps.txt"), "utf8");
	return list.split("\n").filter(Boolean);
}

function bundlesOf(app) {
	const folder = path.join(bench, "apps", app, app, "public");
	if (!fs.existsSync(folder)) return [];
	return filesIn(folder)
		.filter((file) => BUNDLE.test(file))
		.map((file) => ({ app, file }));
}

function filesIn(folder) {
	return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const place = path.join(folder, entry.name);
		if (entry.isFile()) return [place];
		return entry.isDirectory() && entry.name !== "dist" ? filesIn(place) : [];
	});
}

async function build({ app, file }) {
	const kind = STYLE.test(file) ? "css" : "js";
	const target = path.join(bench, "apps", app, app, "public/dist", kind);
	const { metafile } = await esbuild.build({
		absWorkingDir: bench,
		bundle: true,
		define: DEFINE,
		entryNames: "[name].[hash]",
		entryPoints: [file],
		logLevel: "silent",
		metafile: true,
		minify: true,
		nodePaths: [path.join(modules, "node_modules"), ...sourceFolders()],
		outdir: target,
		plugins: [typeof vue === "function" ? vue() : vue.default(), templates, styles],
		target: "es2020",
	});
	return addresses(app, target, metafile);
}

/** Which address each name stands for: {"desk.bundle.js": "/assets/frappe/dist/js/desk.bundle.ABC.js"}. */
function addresses(app, target, metafile) {
	const found = {};
	for (const output of Object.keys(metafile.outputs)) {
		const [, name, extension] = path.basename(output).match(/^(.*\.bundle)\.\w+\.(js|css)$/) ?? [];
		if (name)
			found[`${name}.${extension}`] = `/assets/${app}/dist/${path.basename(target)}/${path.basename(
				output
			)}`;
	}
	return found;
}

async function main() {
	const assets = {};
	const failed = [];
	for (const bundle of apps().flatMap(bundlesOf)) {
		try {
			Object.assign(assets, await build(bundle));
		} catch (error) {
			failed.push(path.basename(bundle.file));
			console.error(`${bundle.file}: ${error.message.split("\n").slice(0, 4).join(" | ")}`);
		}
	}
	fs.writeFileSync(path.join(bench, "sites/assets/assets.json"), JSON.stringify(assets, null, 1));
	fs.writeFileSync(path.join(bench, "sites/assets/assets-rtl.json"), "{}");
	console.log(
		`${Object.keys(assets).length} files built` + (failed.length ? `; not: ${failed.join(", ")}` : "")
	);
	process.exitCode = assets["desk.bundle.js"] && assets["desk.bundle.css"] ? 0 : 1;
}

await main();
