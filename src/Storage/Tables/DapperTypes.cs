using System.Data;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Trading.Domain.Instruments;
using Trading.Storage.Json;

namespace Trading.Storage.Tables;

/// <summary>The one place where values of the domain and columns of the two engines meet on reading, and in the arguments of queries.</summary>
internal static class DapperTypes
{
    private static readonly Lock Gate = new();
    private static bool _registered;

    public static void Register()
    {
        lock (Gate)
        {
            if (_registered)
            {
                return;
            }

            SqlMapper.RemoveTypeMap(typeof(decimal));
            SqlMapper.RemoveTypeMap(typeof(decimal?));
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
            SqlMapper.AddTypeHandler(new DecimalHandler());
            SqlMapper.AddTypeHandler(new TimeHandler());
            SqlMapper.AddTypeHandler(new SymbolHandler());
            SqlMapper.AddTypeHandler(new InstrumentHandler());
            var former = SqlMapper.TypeMapProvider;
            SqlMapper.TypeMapProvider = type => type.Assembly == typeof(DapperTypes).Assembly ? new RecordTypeMap(type) : former(type);
            _registered = true;
        }
    }

    private sealed class DecimalHandler : SqlMapper.TypeHandler<decimal>
    {
        public override void SetValue(IDbDataParameter parameter, decimal value) =>
            parameter.Value = parameter is SqliteParameter ? CanonicalDecimal.Text(value) : CanonicalDecimal.Of(value);

        public override decimal Parse(object value) => value switch
        {
            string text => CanonicalDecimal.Parse(text),
            decimal number => CanonicalDecimal.Of(number),
            _ => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Unix milliseconds, UTC: they sort alike on both engines.</summary>
    private sealed class TimeHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            parameter.DbType = DbType.Int64;
            parameter.Value = value.ToUnixTimeMilliseconds();
        }

        public override DateTimeOffset Parse(object value) =>
            DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(value, CultureInfo.InvariantCulture));
    }

    private sealed class SymbolHandler : SqlMapper.TypeHandler<Symbol>
    {
        public override void SetValue(IDbDataParameter parameter, Symbol value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = value.Value;
        }

        public override Symbol Parse(object value) => Symbol.Parse((string)value);
    }

    private sealed class InstrumentHandler : SqlMapper.TypeHandler<Instrument>
    {
        public override void SetValue(IDbDataParameter parameter, Instrument? value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = JsonSerializer.Serialize(value, TradingJson.Options);
        }

        public override Instrument? Parse(object value) => JsonSerializer.Deserialize<Instrument>((string)value, TradingJson.Options);
    }
}
