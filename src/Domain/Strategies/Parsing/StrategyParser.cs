namespace Trading.Domain.Strategies.Parsing;

internal static class StrategyParser
{
    public static StrategyParseResult Parse(ReadOnlyMemory<byte> utf8Json) => throw new NotImplementedException();
}
