using Npgsql;
using NpgsqlTypes;

namespace Trading.Storage.Tables;

/// <summary>A column of a chunk of rows as one array parameter.</summary>
internal static class PostgreSqlArrays
{
    public static NpgsqlParameter Of<T>(Column<T> column, T[] rows, string name) => column.Type switch
    {
        ColumnType.Text => Parameter(name, NpgsqlDbType.Text, Array.ConvertAll(rows, row => (string?)column.ValueOf(row))),
        ColumnType.Whole => Parameter(name, NpgsqlDbType.Bigint, Array.ConvertAll(rows, row => (long?)column.ValueOf(row))),
        ColumnType.Exact => Parameter(name, NpgsqlDbType.Numeric, Array.ConvertAll(rows, row => (decimal?)column.ValueOf(row))),
        ColumnType.Real => Parameter(name, NpgsqlDbType.Double, Array.ConvertAll(rows, row => (double?)column.ValueOf(row))),
        ColumnType.Truth => Parameter(name, NpgsqlDbType.Boolean, Array.ConvertAll(rows, row => (bool?)column.ValueOf(row))),
        _ => Parameter(name, NpgsqlDbType.Bytea, Array.ConvertAll(rows, row => (byte[]?)column.ValueOf(row))),
    };

    private static NpgsqlParameter Parameter(string name, NpgsqlDbType element, Array values) =>
        new(name, NpgsqlDbType.Array | element) { Value = values };
}
