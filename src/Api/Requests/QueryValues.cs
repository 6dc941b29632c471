using System.Text.Json;
using Trading.Api.Json;
using Trading.Api.Problems;
using Trading.Domain.Instruments;

namespace Trading.Api.Requests;

/// <summary>Filters that are named after fields.</summary>
internal static class QueryValues
{
    private const int TextMax = 128;

    extension(QueryReader query)
    {
        /// <summary>One of an enum's names, spelled as the API writes them.</summary>
        /// <returns>Null when the parameter is absent or faulty.</returns>
        public T? Enum<T>(string name)
            where T : struct, Enum
        {
            if (query.Text(name, TextMax) is not { } text)
            {
                return null;
            }

            foreach (var value in System.Enum.GetValues<T>())
            {
                if (string.Equals(NameOf(value), text, StringComparison.Ordinal))
                {
                    return value;
                }
            }

            query.Refuse(name, ProblemCodes.OutOfRange, $"Must be one of {string.Join(", ", System.Enum.GetValues<T>().Select(NameOf))}", text);
            return null;
        }

        /// <returns>The default symbol when the parameter is absent or faulty; the fault is noted.</returns>
        public Symbol RequiredSymbol(string name)
        {
            if (query.Symbol(name) is { } symbol)
            {
                return symbol;
            }

            if (query.Text(name, TextMax) is null)
            {
                query.Fault(name, ProblemCodes.Required, "The parameter is required.");
            }

            return default;
        }

        public Symbol? Symbol(string name)
        {
            if (query.Text(name, TextMax) is not { } text)
            {
                return null;
            }

            if (Domain.Instruments.Symbol.TryParse(text, out var symbol))
            {
                return symbol;
            }

            query.Refuse(name, ProblemCodes.OutOfRange, $"Must be {Domain.Instruments.Symbol.Rule}", text);
            return null;
        }
    }

    private static string NameOf<T>(T value)
        where T : struct, Enum => JsonSerializer.Serialize(value, ApiJson.Options).Trim('"');
}
