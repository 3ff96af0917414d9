"""Several sites: the name of a site goes again where the wheel dropped it."""

from dev.standin.edits.change import Put, Swap

EDITS = (
	Swap("__init__.py", "frappe.many.sites", ("get_site_name", "init_site")),
	Swap("utils/__init__.py", "frappe.many.sites", ("get_sites", "get_bench_path")),
	Put(
		"__init__.py",
		"def init(force: bool = False) -> None:",
		'def init(site: str | None = None, sites_path: str = ".", new_site: bool = False, force: bool = False) -> None:',
	),
	Put("__init__.py", '"new_site": False,', '"new_site": new_site,'),
	Put(
		"__init__.py",
		"\tlocal.app_path = os.getcwd()\n\tlocal.site_path = os.getcwd()\n",
		"\tfrom frappe.many.sites import enter\n\n\tenter(site, sites_path)\n",
	),
	Put(
		"__init__.py",
		'\tif not getattr(local, "initialised", False):\n\t\tinit()\n',
		"\tif site:\n\t\tinit(site)\n",
	),
	Put("utils/__init__.py", "def get_site_name_from_host(hostname):", "def get_site_name(hostname):"),
	Put("app.py", "from dotenv import load_dotenv\nload_dotenv()\n", "_site = None\n"),
	Put(
		"app.py",
		"\tfrappe.init(force=True)\n",
		"\tfrom frappe.many.sites import site_of_request\n\n"
		'\tfrappe.init(site_of_request(request), sites_path=os.environ.get("SITES_PATH", "."), force=True)\n',
	),
	Put(
		"app.py",
		"\t\t# Database not configured — still allow the app to respond\n\t\tpass\n",
		"\t\traise NotFound\n",
	),
	Put("app.py", '"site": "frappe",', '"site": frappe.local.site,'),
	Put(
		"app.py",
		'\tfiles_path = os.path.join(os.getcwd(), "public", "files")\n\tif os.path.isdir(files_path):\n'
		'\t\tapplication = SharedDataMiddleware(application, {"/files": files_path})\n',
		'\tapplication = StaticDataMiddleware(application, {"/files": os.getcwd()})\n',
	),
	Put(
		"middlewares.py",
		'files_path = Path(directory) / "public" / "files"\n',
		"import frappe.app\n\n\t\t\tfrom frappe.utils import get_site_name\n\n"
		'\t\t\tsite = frappe.app._site or get_site_name(self.environ.get("HTTP_HOST", ""))\n'
		'\t\t\tfiles_path = (Path(directory) / site / "public" / "files").resolve()\n',
	),
	Put("middlewares.py", "\t\t\t\tfiles_path = Path(directory)\n", "\t\t\t\traise NotFound\n"),
	Put("installer.py", "\tsites_path = frappe.local.app_path\n", "\tsites_path = frappe.local.sites_path\n"),
	Put(
		"installer.py",
		"\tfrappe.destroy()\n\tfrappe.init()\n",
		"\tfrappe.destroy()\n\tfrappe.init(site, sites_path)\n",
	),
	Put(
		"migrate.py",
		"\t\t\tfrappe.init()\n\t\t\tfrappe.connect()\n",
		"\t\t\tfrappe.init(site)\n\t\t\tfrappe.connect()\n",
	),
	Put(
		"migrate.py",
		"\t\tfrappe.init()\n\t\tfrappe.connect()\n",
		"\t\tfrappe.init(self.site)\n\t\tfrappe.connect()\n",
	),
	Put("utils/background_jobs.py", "frappe.init(force=True)", "frappe.init(site, force=True)", times=2),
	Put("utils/scheduler.py", "def enqueue_events() -> None:", "def enqueue_events_for_all_sites() -> None:"),
	Put(
		"utils/scheduler.py",
		"\ttry:\n\t\tenqueue_events_for_site()\n",
		"\tfrom frappe.utils import get_sites\n\n\ttry:\n\t\tfor site in get_sites():\n\t\t\tenqueue_events_for_site(site)\n",
	),
	Put(
		"utils/scheduler.py",
		"\t\ttime.sleep(sleep_duration(tick))\n\t\tenqueue_events()\n",
		"\t\ttime.sleep(sleep_duration(tick))\n\t\tenqueue_events_for_all_sites()\n",
	),
	Put("utils/scheduler.py", "\t\tfrappe.init()\n", "\t\tfrappe.init(site)\n"),
	Put("utils/doctor.py", "frappe.init()", "frappe.init(s)"),
	Put("core/doctype/report/report.py", "\tfrappe.init()\n", "\tfrappe.init(site)\n"),
)
