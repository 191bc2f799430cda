"""Worlds to and from tables and arrays: the struct tw_world_data, and frames with the columns of a world folder."""
import contextlib
import os
import tempfile
from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import arrays
from ._library import ffi, lib
from .call import NULL, rows, text
from .errors import no_such
from .language import scalar

SEVERITY = ("info", "corrected", "implausible", "violated")

# ------------------------------------------------------------ to the library


class Data:
    """tw_world_data, and what its pointers point at, which lives as long as this."""

    def __init__(self):
        self.data = ffi.new("tw_world_data *")
        self.kept = []

    def keep(self, c):
        self.kept.append(c)
        return c

    def words(self, values, what):
        """const char *const * of texts; entries that are None are NULL."""
        found = []
        for value in values:
            if not (value is None or isinstance(value, str)):
                raise TypeError(f"{what}: expected texts, found {type(value).__name__} {value!r}")
            found.append(NULL if value is None else self.keep(ffi.new("char[]", value.encode())))
        return self.keep(ffi.new("const char *[]", found or [NULL]))

    def word(self, field, value):
        if value is not None:
            if not isinstance(value, str):
                raise TypeError(f"{field}: expected a text, found {type(value).__name__} {value!r}")
            setattr(self.data, field, self.keep(ffi.new("char[]", value.encode())))

    def doubles(self, values, shape, what, axes):
        """const double * of an array with that shape; NULL for None."""
        if values is None:
            return NULL
        array = self.keep(arrays.given(values, shape, what, axes))
        return ffi.cast("const double *", self.keep(ffi.from_buffer(array)))

    def number(self, field, values, shape, axes):
        setattr(self.data, field, self.doubles(values, shape, field, axes))

    def rates(self, columns, shape):
        """Further columns of tariffs, {"tariff_mfn_pct": [S, N, N]}."""
        if columns:
            made = self.keep(ffi.new("tw_world_column[]", len(columns)))
            for i, (name, values) in enumerate(columns.items()):
                made[i].name = self.keep(ffi.new("char[]", name.encode()))
                made[i].rate = self.doubles(values, shape, name, "[S, N, N] (sector, importer, exporter)")
            self.data.tariff_column, self.data.tariff_columns = made, len(columns)

    def groups(self, field, groups):
        """Named sets, {"NORTH": ["CAN", "USA"]}."""
        if groups:
            made = self.keep(ffi.new("tw_world_group[]", len(groups)))
            for i, (name, members) in enumerate(groups.items()):
                made[i].name = self.keep(ffi.new("char[]", name.encode()))
                made[i].member = self.words(list(members), f"{field} {name}")
                made[i].count = len(members)
            setattr(self.data, field, made)
            setattr(self.data, field + "s", len(groups))


FLOWS, PLACES = "[S, N, N] (sector, importer, exporter)", "[N, S] (region, sector)"


def fill(made, N, S, given):
    """What from_arrays and with_numbers have in common: everything but codes."""
    for field in ("flow", "tariff", "export_tax"):
        made.number(field, given.get(field), (S, N, N), FLOWS)
    for field in ("value_added_share", "final_share", "employment"):
        made.number(field, given.get(field), (N, S), PLACES)
    made.number("input_share", given.get("input_share"), (N, S, S), "[N, S, S] (region, user, input)")
    for field in ("population", "gdp"):
        made.number(field, given.get(field), (N,), "[N] (region)")
    theta = given.get("trade_elasticity")
    made.number("trade_elasticity", np.full(S, float(theta)) if np.isscalar(theta) else theta, (S,), "[S] (sector)")
    made.rates(given.get("tariff_columns"), (S, N, N))
    made.groups("region_group", given.get("region_groups"))
    made.groups("sector_group", given.get("sector_groups"))
    if given.get("goods") is not None:
        goods = np.asarray(given["goods"])
        if goods.shape != (S,):
            raise ValueError(f"goods: found the shape {goods.shape}, expected {(S,)}: [S] (sector)")
        made.data.goods = made.keep(ffi.new("unsigned char[]", [int(bool(g)) for g in goods]))
    for field, count in (("region_name", N), ("sector_name", S)):
        names = given.get(field + "s")
        if names is not None:
            if len(names) != count:
                raise ValueError(f"{field}s: found {len(names)}, expected {count}")
            setattr(made.data, field, made.words(list(names), field + "s"))
    for field in ("name", "title", "currency", "unit", "source", "licence"):
        made.word(field, given.get(field))
    made.data.year = int(given.get("year") or 0)


def from_arrays(regions, sectors, **given):
    """tw_world_data and what keeps its memory."""
    made = Data()
    regions, sectors = list(regions), list(sectors)
    N, S = len(regions), len(sectors)
    made.data.regions, made.data.sectors = N, S
    made.data.region, made.data.sector = made.words(regions, "regions"), made.words(sectors, "sectors")
    for required in ("flow", "trade_elasticity"):
        if given.get(required) is None:
            raise TypeError(f"{required}: expected an array, found None")
    fill(made, N, S, given)
    return made.data, made


CHANGES = {
    "flow", "tariff", "export_tax", "value_added_share", "input_share", "final_share", "trade_elasticity", "employment",
    "population", "gdp", "tariff_columns", "region_groups", "sector_groups", "goods", "region_names", "sector_names",
    "name", "title", "currency", "unit", "year", "source", "licence",
}  # fmt: skip


def changes(world, given):
    """The same of a world that is changed."""
    for name in given:
        if name not in CHANGES:
            raise TypeError(str(no_such("number to change,", name, sorted(CHANGES))).strip('"'))
    made = Data()
    fill(made, len(world.regions), len(world.sectors), given)
    return made.data, made


# ------------------------------------------------------------ from frames


def plain(table, what, required):
    """A frame with its keys as columns, and all that is required there."""
    if not isinstance(table, pd.DataFrame):
        raise TypeError(f"{what}: expected a pandas DataFrame, found {type(table).__name__}")
    if any(name is not None for name in table.index.names):
        table = table.reset_index()
    for column in required:
        if column not in table.columns:
            raise ValueError(f"{what}: the column {column} is missing; there are {', '.join(map(str, table.columns))}")
    return table


def place(table, what, **axes):
    """Indices of the rows by columns: {column: codes}. Raises for a code that is none and for a row that is there twice."""
    found = []
    for column, codes in axes.items():
        at = pd.Index(codes).get_indexer(table[column])
        if (at < 0).any():
            row = int(np.argmax(at < 0))
            raise ValueError(f"{what}: row {row}: {no_such(column, table[column].iloc[row], codes).args[0]}")
        found.append(at)
    flat = np.ravel_multi_index(found, [len(codes) for codes in axes.values()])
    if len(np.unique(flat)) != len(flat):
        row = int(np.argmax(pd.Series(flat).duplicated()))
        raise ValueError(f"{what}: row {row}: {' '.join(str(table[c].iloc[row]) for c in axes)} stands there twice")
    return tuple(found)


def numbers(table, what, column):
    try:
        return table[column].to_numpy(dtype=float)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{what}: column {column}: expected numbers: {error}") from None


def spread(table, what, column, shape, at, empty=0.0):
    array = np.full(shape, empty)
    array[at] = numbers(table, what, column)
    return array


def optional(row, column):
    """A text of a row that may be absent or empty: None."""
    value = row.get(column)
    return value if isinstance(value, str) and value else None


def give_products(made, families, products, product_flows, regions, further):
    """Families, products and their flows into tw_world_data. Rests are left out: the library makes them."""
    data = made.data
    if families is not None and len(families):
        families = plain(families, "families", ("sector", "family", "product_elasticity"))
        data.family, data.families = made.keep(ffi.new("tw_world_family[]", len(families))), len(families)
        for i, row in enumerate(families.to_dict("records")):
            texts(made, data.family[i], code=row["family"], name=optional(row, "name"), sector=row["sector"])
            data.family[i].product_elasticity = row["product_elasticity"]
    products = plain(products, "products", ("sector", "product", "trade_elasticity"))
    if "rest" in products.columns:
        products = products[~products["rest"].astype(bool)]
    data.product, data.products = made.keep(ffi.new("tw_world_product[]", max(len(products), 1))), len(products)
    for i, row in enumerate(products.to_dict("records")):
        one = data.product[i]
        words = {field: optional(row, field) for field in ("name", "family", "home", "owner", "unit")}
        texts(made, one, code=row["product"], sector=row["sector"], **words)
        one.trade_elasticity = row["trade_elasticity"]
        markup = row.get("markup_elasticity")
        one.markup_elasticity = 0.0 if markup is None or np.isnan(markup) else markup
    flows = plain(product_flows, "product_flows", ("product", "importer", "exporter", "value"))
    codes = list(products["product"])
    flows = flows[flows["product"].isin(codes) | ~flows["product"].astype(str).str.endswith(".rest")]
    at = place(flows, "product_flows", product=codes, importer=regions, exporter=regions)
    value = numbers(flows, "product_flows", "value")
    unknown = np.full(len(flows), np.nan)
    quantity = numbers(flows, "product_flows", "quantity") if "quantity" in flows.columns else unknown
    rates = [arrays.fractions(numbers(flows, "product_flows", c)) if c in flows.columns else unknown for c in ("tariff_pct", "export_tax_pct")]
    rows_ = list(zip(*(map(int, a) for a in at), map(float, value), map(float, quantity), *(map(float, r) for r in rates)))
    data.product_flow, data.product_flows = made.keep(ffi.new("tw_world_product_flow[]", rows_ or 1)), len(rows_)
    if further:
        columns = [made.keep(arrays.fractions(numbers(flows, "product_flows", c))) if c in flows.columns else made.keep(unknown) for c in further]
        pointers = [ffi.cast("const double *", made.keep(ffi.from_buffer(c))) for c in columns]
        data.product_rate = made.keep(ffi.new("const double *[]", pointers))


def texts(made, struct, **words):
    """Texts into the members of a struct; None is NULL."""
    for field, word in words.items():
        if word is not None:
            setattr(struct, field, made.keep(ffi.new("char[]", word.encode())))


# What from_frames takes beside tables: what says nothing of single flows, or what a table may leave out.
ABOUT = CHANGES - {"name", "flow", "trade_elasticity"}


def from_frames(name, flows, sectors, regions, production, inputs, final, macro, families, products, product_flows, about):
    """tw_world_data of tables with the columns of a world folder."""
    for field in about:
        if field not in ABOUT:
            raise TypeError(no_such("further keyword", field, sorted(ABOUT)).args[0])
    flows = plain(flows, "flows", ("sector", "importer", "exporter", "value"))
    sectors = plain(sectors, "sectors", ("sector", "trade_elasticity"))
    if regions is None:
        regions = pd.DataFrame({"region": pd.unique(pd.concat([flows["importer"], flows["exporter"]]))})
    regions = plain(regions, "regions", ("region",))
    R, J = list(regions["region"]), list(sectors["sector"])
    N, S = len(R), len(J)
    at = place(flows, "flows", sector=J, importer=R, exporter=R)
    given = dict(name=name, flow=spread(flows, "flows", "value", (S, N, N), at))
    given["trade_elasticity"] = numbers(sectors, "sectors", "trade_elasticity")
    further = {}
    for column in flows.columns:
        if isinstance(column, str) and column.endswith("_pct"):
            rate = arrays.fractions(spread(flows, "flows", column, (S, N, N), at))
            if column in ("tariff_pct", "export_tax_pct"):
                given[column[:-4]] = rate
            else:
                further[column] = rate
    if further:
        given["tariff_columns"] = further
    if "kind" in sectors.columns:
        bad = ~sectors["kind"].isin(["goods", "services"])
        if bad.any():
            raise ValueError(f"sectors: column kind: found {sectors['kind'][bad].iloc[0]!r}, expected goods or services")
        given["goods"] = (sectors["kind"] == "goods").to_numpy()
    for key, table in (("region_names", regions), ("sector_names", sectors)):
        if "name" in table.columns:
            given[key] = [None if pd.isna(n) else n for n in table["name"]]
    if production is not None:
        production = plain(production, "production", ("region", "sector", "value_added_share"))
        at = place(production, "production", region=R, sector=J)
        given["value_added_share"] = spread(production, "production", "value_added_share", (N, S), at, 1.0)
        if "employment" in production.columns:
            given["employment"] = spread(production, "production", "employment", (N, S), at, np.nan)
    if inputs is not None:
        inputs = plain(inputs, "inputs", ("region", "user", "input", "share"))
        at = place(inputs, "inputs", region=R, user=J, input=J)
        given["input_share"] = spread(inputs, "inputs", "share", (N, S, S), at)
    if final is not None:
        final = plain(final, "final", ("region", "sector", "share"))
        given["final_share"] = spread(final, "final", "share", (N, S), place(final, "final", region=R, sector=J))
    if macro is not None:
        macro = plain(macro, "macro", ("region",))
        at = place(macro, "macro", region=R)
        for column in ("population", "gdp"):
            if column in macro.columns:
                given[column] = spread(macro, "macro", column, (N,), at, np.nan)
    twice = [field for field in about if field in given]
    if twice:
        raise TypeError(f"{twice[0]}: is in the tables and a keyword; leave one out")
    given = {**flows.attrs.get("about", {}), **given, **about}
    data, made = from_arrays(R, J, **given)
    if "product_elasticity" in sectors.columns:
        made.number("product_elasticity", np.nan_to_num(numbers(sectors, "sectors", "product_elasticity")), (S,), "[S] (sector)")
    if products is not None:
        if product_flows is None:
            raise TypeError("product_flows: expected a pandas DataFrame beside products, found None")
        give_products(made, families, products, product_flows, R, list(further))
    return data, made


# ------------------------------------------------------------ to frames


def per_cent(world, field, where, like):
    rate = world.numbers(field)
    return np.zeros(like) if rate is None else arrays.per_cent(rate[where])


def products(world):
    """products.csv of a world: sector, product, name, family, home, owner …, rests included."""
    R, J, c, found = world.regions, world.sectors, world._c, []
    families = [text(f.code) for f in structs(lib.tw_world_family_at, c, "tw_family", lib.tw_world_families(c))]
    for p in structs(lib.tw_world_product_at, c, "tw_product", lib.tw_world_products(c)):
        code = text(p.code)
        found.append({
            "sector": J[p.sector], "product": f"{J[p.sector]}.{code}" if p.rest else code, "name": text(p.name),
            "family": families[p.family] if p.family >= 0 else "", "home": R[p.home] if p.home >= 0 else "",
            "owner": R[p.owner] if p.owner >= 0 else "", "unit": text(p.unit), "rest": bool(p.rest),
            "trade_elasticity": p.trade_elasticity, "markup_elasticity": p.markup_elasticity,
        })  # fmt: skip
    columns = ["sector", "product", "name", "family", "home", "owner", "unit", "rest", "trade_elasticity", "markup_elasticity"]
    table = pd.DataFrame(found, columns=columns)
    table.attrs["units"] = {"trade_elasticity": "number", "markup_elasticity": "number"}
    return table


def product_codes(c, sectors):
    """Codes of the products of a C world, those of rests as "SECTOR.rest"."""
    found = structs(lib.tw_world_product_at, c, "tw_product", lib.tw_world_products(c))
    return [f"{sectors[p.sector]}.rest" if p.rest else text(p.code) for p in found]


def structs(function, c, kind, count):
    """What a function fills in by index, struct by struct."""
    for i in range(count):
        out = ffi.new(f"{kind} *")
        function(c, i, out)
        yield out


def to_frames(world):
    """Tables of a world, by the names of the files of its folder; attrs["units"] has the units of their columns."""
    R, J = world.regions, world.sectors
    r, j = np.array(R, dtype=object), np.array(J, dtype=object)
    money, flow = world.money, world.numbers("flow")
    where = np.nonzero(flow)
    flows = {"sector": j[where[0]], "importer": r[where[1]], "exporter": r[where[2]], "value": flow[where]}
    units = {"value": money}
    for column in [*world.tariff_columns, "export_tax_pct"]:
        field = column[:-4] if column in ("tariff_pct", "export_tax_pct") else column
        flows[column] = per_cent(world, field, where, len(where[0]))
        units[column] = "percent"
    va, employment = world.numbers("value_added_share"), world.numbers("employment")
    at = np.indices((len(R), len(J))).reshape(2, -1)
    production = {"region": r[at[0]], "sector": j[at[1]], "value_added_share": va.reshape(-1)}
    if employment is not None:
        production["employment"] = employment.reshape(-1)
    gross = world.numbers("input_share")
    inputs = pd.DataFrame({"region": [], "user": [], "input": [], "share": []})
    if gross is not None:
        bill = gross.sum(axis=2, keepdims=True)
        share = np.divide(gross, bill, out=np.zeros_like(gross), where=bill > 0)
        used = np.nonzero(share)
        inputs = pd.DataFrame({"region": r[used[0]], "user": j[used[1]], "input": j[used[2]], "share": share[used]})
    macro = {"region": r, "value_added": world.numbers("value_added"), "deficit": world.numbers("deficit")}
    for column in ("population", "gdp"):
        if world.numbers(column) is not None:
            macro[column] = world.numbers(column)
    tables = {
        "regions": pd.DataFrame({"region": r, "name": world.region_names.to_numpy()}),
        "sectors": pd.DataFrame({"sector": j, "name": world.sector_names.to_numpy(),
                                 "kind": np.where(world.goods, "goods", "services"),
                                 "trade_elasticity": world.numbers("trade_elasticity")}),
        "flows": pd.DataFrame(flows),
        "production": pd.DataFrame(production),
        "inputs": inputs,
        "final": pd.DataFrame({"region": r[at[0]], "sector": j[at[1]], "share": world.numbers("final_share").reshape(-1)}),
        "macro": pd.DataFrame(macro),
    }  # fmt: skip
    tables["flows"].attrs.update(units=units, about=about_world(world))
    tables["inputs"].attrs["units"] = {"share": "fraction of the user's bill for inputs"}
    tables["final"].attrs["units"] = {"share": "fraction of final spending"}
    tables["sectors"].attrs["units"] = {"trade_elasticity": "number", "product_elasticity": "number"}
    tables["production"].attrs["units"] = {"value_added_share": "fraction", "employment": "thousand persons"}
    tables["macro"].attrs["units"] = {"value_added": money, "deficit": money, "gdp": money, "population": "persons"}
    if lib.tw_world_products(world._c):
        if world.numbers("product_elasticity") is not None:
            tables["sectors"]["product_elasticity"] = world.numbers("product_elasticity")
        tables.update(products=products(world), families=families_of(world), product_flows=product_flows(world))
    return tables


def about_world(world):
    """What a world is besides its tables, by the keywords of from_arrays: money, year, sources, its own groups."""
    about = {field: world.text(field) for field in ("title", "currency", "unit", "source", "licence")}
    if about["title"] == world.name:
        del about["title"]
    bare = from_arrays(world.regions, ["X"], name="bare", flow=np.ones((1, len(world.regions), len(world.regions))), trade_elasticity=1.0)
    built_in = type(world)._made(bare).region_groups
    groups = {name: members for name, members in world.region_groups.items() if built_in.get(name) != members}
    about.update(year=world.year, region_groups=groups, sector_groups=world.sector_groups)
    return {field: value for field, value in about.items() if value}


def families_of(world):
    c, J = world._c, world.sectors
    found = [{"sector": J[f.sector], "family": text(f.code), "name": text(f.name), "product_elasticity": f.product_elasticity}
             for f in structs(lib.tw_world_family_at, c, "tw_family", lib.tw_world_families(c))]  # fmt: skip
    table = pd.DataFrame(found, columns=["sector", "family", "name", "product_elasticity"])
    table.attrs["units"] = {"product_elasticity": "number"}
    return table


def product_flows(world):
    c, r, p = world._c, np.array(world.regions, dtype=object), products(world)["product"].to_numpy()
    kept = list(structs(lib.tw_world_product_flow_at, c, "tw_world_product_flow", lib.tw_world_product_flows(c)))
    table = pd.DataFrame({
        "product": p[[f.product for f in kept]], "importer": r[[f.importer for f in kept]], "exporter": r[[f.exporter for f in kept]],
        "value": world.numbers("product_value"), "quantity": [f.quantity for f in kept],
        "tariff_pct": arrays.per_cent([f.tariff for f in kept]), "export_tax_pct": arrays.per_cent([f.export_tax for f in kept]),
    })  # fmt: skip
    table.attrs["units"] = {"value": world.money, "quantity": "the product's", "tariff_pct": "percent", "export_tax_pct": "percent"}
    return table


def findings(world):
    """What the check of a world found."""
    R, J, found = world.regions, world.sectors, []
    for f in rows(lib.tw_world_findings, world._c, "tw_finding"):
        found.append({
            "severity": SEVERITY[f.severity], "identity": text(f.identity), "region": R[f.region] if f.region >= 0 else "",
            "sector": J[f.sector] if f.sector >= 0 else "", "money": f.money, "relative": f.relative, "finding": text(f.text),
        })  # fmt: skip
    columns = ["severity", "identity", "region", "sector", "money", "relative", "finding"]
    table = pd.DataFrame(found, columns=columns)
    table.attrs.update(holds=not (table["severity"] == "violated").any(), units={"money": world.money, "relative": "fraction"})
    return table


# ------------------------------------------------------------ as files

MAPS = {"regions": "region", "sectors": "sector", "products": "product"}  # what a mapping of codes to codes is of


@contextlib.contextmanager
def files(**tables):
    """Names of CSV files for the time of a call, by argument: a file is itself, a DataFrame is written, keys as columns or as
    index, and of MAPS a mapping {"DEU": "EU", …}, too. None stays None."""
    with tempfile.TemporaryDirectory(prefix="tradewind-") as folder:
        names = {}
        for what, given in tables.items():
            if isinstance(given, Mapping) and what in MAPS:
                given = pd.DataFrame({MAPS[what]: list(given), "to": list(given.values())})
            if isinstance(given, pd.DataFrame):
                table, given = given, os.path.join(folder, f"{what}.csv")
                if any(name is not None for name in table.index.names):
                    table = table.reset_index()
                table.to_csv(given, index=False)
            elif given is not None and not isinstance(given, (str, os.PathLike)):
                expected = f"a DataFrame or a file{' or a mapping' if what in MAPS else ''}"
                raise TypeError(f"{what}: expected {expected}, found {type(given).__name__}")
            names[what] = given
        yield names


def listing(given, sign="="):
    """A text of names with commas between, of a list; of a mapping "A=1,B=2"."""
    if isinstance(given, Mapping):
        return ",".join(f"{key}{sign}{scalar(value)}" for key, value in given.items())
    return given if given is None or isinstance(given, str) else ",".join(given)
