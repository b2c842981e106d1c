"""Many rows at once in the driver's own words: SQLAlchemy's way costs three times as much per row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import psycopg
from sqlalchemy import ARRAY, ColumnElement, Connection, String, bindparam, func
from sqlalchemy.exc import DBAPIError

Values = tuple[object, ...]


def insert_many(connection: Connection, table: str, columns: str, rows: Sequence[Values]) -> None:
    """Inserts rows; `columns` are names parted by spaces, in the order of each row's values."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, columns, rows)
    else:
        connection.exec_driver_sql(_insert(table, columns, connection.dialect.paramstyle), list(rows))


def _copy(connection: Connection, table: str, columns: str, rows: Sequence[Values]) -> None:
    """PostgreSQL's own way in. Its errors are named as SQLAlchemy names those of any other statement."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError(driver)
    statement = f"COPY {table} ({', '.join(columns.split())}) FROM STDIN"
    try:
        with driver.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise DBAPIError.instance(
            statement, None, error, psycopg.Error, dialect=connection.dialect
        ) from error


def insert_new(connection: Connection, table: str, columns: str, rows: Sequence[Values]) -> None:
    """The same, leaving rows alone whose key is there already."""
    if rows:
        sql = _insert(table, columns, connection.dialect.paramstyle) + " ON CONFLICT DO NOTHING"
        connection.exec_driver_sql(sql, list(rows))


def update_many(connection: Connection, table: str, columns: str, keys: str, rows: Sequence[Values]) -> None:
    """Updates rows by key; each row's values are those of `columns`, then those of `keys`."""
    if rows:
        connection.exec_driver_sql(_update(table, columns, keys, connection.dialect.paramstyle), list(rows))


@cache
def _insert(table: str, columns: str, paramstyle: str) -> str:
    names = columns.split()
    marks = ", ".join([_mark(paramstyle)] * len(names))
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 -- names are the code's own


@cache
def _update(table: str, columns: str, keys: str, paramstyle: str) -> str:
    mark = _mark(paramstyle)
    changed = ", ".join(f"{name} = {mark}" for name in columns.split())
    found = " AND ".join(f"{name} = {mark}" for name in keys.split())
    return f"UPDATE {table} SET {changed} WHERE {found}"  # noqa: S608 -- names are the code's own


def _mark(paramstyle: str) -> str:
    return "?" if paramstyle == "qmark" else "%s"


def among(connection: Connection, column: ColumnElement[str], values: Iterable[str]) -> ColumnElement[bool]:
    """That a column has one of these values: one parameter where the database knows lists.

    PostgreSQL plans a list of a hundred parameters for forty milliseconds.
    """
    listed = sorted(set(values))
    if connection.dialect.name == "postgresql":
        return column == func.any(bindparam(None, listed, type_=ARRAY(String)))
    return column.in_(listed)
