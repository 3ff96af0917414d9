"""Several apps: where the wheel asks for hooks of the one app it knows, ask for those of the app in hand."""

from dev.standin.edits.change import Put, Swap


def _of(app: str, path: str, *hooks: str, times: int = 1) -> tuple[Put, ...]:
	"""In this file, hooks are those of the app that the variable `app` names."""
	return tuple(
		Put(path, f"get_hooks({hook})", f"get_hooks({hook}{', ' if hook else ''}app_name={app})", times)
		for hook in hooks
	)


def _double(name: str) -> str:
	return f'"{name}"'


WHICH_APPS = (
	Swap(
		"__init__.py",
		"frappe.many.apps",
		(
			"get_all_apps",
			"get_installed_apps",
			"_load_app_hooks",
			"setup_module_map",
			"get_app_path",
			"get_app_source_path",
			"get_attr",
		),
	),
	Put(
		"__init__.py",
		'\tdefault: Any | None = "_KEEP_DEFAULT_LIST",\n) -> _dict:',
		'\tdefault: Any | None = "_KEEP_DEFAULT_LIST",\n\tapp_name: str | None = None,\n) -> _dict:',
	),
	Put(
		"__init__.py",
		"\tif local.conf.developer_mode:\n\t\thooks = _site",
		"\tif app_name:\n\t\thooks = _request_cached_load_app_hooks(app_name)\n"
		"\telif local.conf.developer_mode:\n\t\thooks = _site",
	),
	Put(
		"cache_manager.py",
		'\t"app_modules",\n',
		'\t"app_modules",\n\t"all_apps",\n\t"installed_apps",\n\t"installed_app_modules",\n',
	),
	Put(
		"utils/safe_exec.py",
		"hook: str | None = None, default=None)",
		"hook=None, default=None, app_name=None)",
	),
	Put(
		"utils/safe_exec.py", "hook=hook, default=default)", "hook=hook, default=default, app_name=app_name)"
	),
)

INSTALLING = (
	Swap(
		"installer.py",
		"frappe.many.installing",
		("_new_site", "install_app", "add_to_installed_apps", "remove_from_installed_apps", "remove_app"),
	),
	Swap("patches.py", "frappe.many.apps", ("get_all_patches",)),
	Swap("model/sync.py", "frappe.many.apps", ("sync_all",)),
	*_of("app", "migrate.py", _double("before_migrate"), '"override_doctype_class", {}'),
	Put(
		"migrate.py",
		'\t\tfor fn in frappe.get_hooks("after_migrate"):\n\t\t\tfrappe.get_attr(fn)()\n',
		"\t\tfor app in frappe.get_installed_apps():\n"
		'\t\t\tfor fn in frappe.get_hooks("after_migrate", app_name=app):\n\t\t\t\tfrappe.get_attr(fn)()\n',
	),
	*_of("app", "utils/fixtures.py", _double("fixture_auto_order"), _double("fixtures")),
	Put("utils/install.py", "\tfrappe.get_hooks()\n", ""),
	Put(
		"utils/install.py",
		'frappe.get_hooks()["app_title"]',
		'frappe.get_hooks("app_title", app_name=app_name)',
	),
)

DESK = (
	*_of("app", "apps.py", _double("add_to_apps_screen"), times=3),
	Put(
		"apps.py",
		'apps = frappe.get_hooks("add_to_apps_screen", app_name=app)',
		'apps = frappe.get_hooks("add_to_apps_screen", app_name=app_name)',
	),
	Put("boot.py", 'for app_name in ["frappe"]:', "for app_name in frappe.get_installed_apps():"),
	Put("boot.py", 'for app in ["frappe"]:', "for app in frappe.get_installed_apps():"),
	*_of(
		"app_name",
		"boot.py",
		*map(_double, ("add_to_apps_screen", "app_title", "app_home", "app_logo_url")),
	),
	*_of("app", "core/doctype/doctype/doctype.py", _double("export_python_type_annotations")),
	*_of("app_name", "desk/doctype/changelog_feed/changelog_feed.py", _double("app_title")),
	*_of(
		"app",
		"desk/doctype/global_search_settings/global_search_settings.py",
		'hook="global_search_doctypes"',
	),
	*_of("app", "custom/report/audit_system_hooks/audit_system_hooks.py", "hook", times=2),
	*_of("app", "utils/change_log.py", ""),
)

ICONS = "desk/doctype/desktop_icon/desktop_icon.py"
DESKTOP_ICONS = (
	Put(
		ICONS,
		'frappe.get_hooks()["app_title"][0] == self.label',
		'frappe.get_hooks("app_title", app_name=a)[0] == self.label',
	),
	Put(
		ICONS,
		'frappe.get_hooks()["add_to_apps_screen"][0].get(\n\t\t\t\t\t"has_permission", None\n\t\t\t\t)',
		'next(iter(frappe.get_hooks("add_to_apps_screen", app_name=a)), {}).get("has_permission")',
	),
	Put(
		ICONS,
		'\t\t\t\tapp_title = frappe.get_hooks("app_title")',
		'\t\t\t\tapp_title = frappe.get_hooks("app_title", app_name=app_name)',
	),
	Put(
		ICONS,
		'\t\tapp_title = frappe.get_hooks("app_title")[0]',
		'\t\tapp_title = frappe.get_hooks("app_title", app_name=a)[0]',
	),
	*_of("a", ICONS, _double("add_to_apps_screen")),
)

EDITS = (*WHICH_APPS, *INSTALLING, *DESK, *DESKTOP_ICONS)
