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
        /// <summary>One of an enum's <see cref="EnumNames"/>.</summary>
        /// <returns>Null when the parameter is absent or faulty.</returns>
        public T? Enum<T>(string name)
            where T : struct, Enum
        {
            if (query.Text(name, TextMax) is not { } text)
            {
                return null;
            }

            if (EnumNames.TryParse<T>(text, out var value))
            {
                return value;
            }

            query.Refuse(name, ProblemCodes.OutOfRange, $"Must be one of {string.Join(", ", EnumNames.Of(typeof(T)))}", text);
            return null;
        }

        /// <returns>The default symbol when the parameter is absent or faulty; the fault is noted.</returns>
        public Symbol RequiredSymbol(string name)
        {
            query.Require(name);
            return query.Symbol(name) ?? default;
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
}
