namespace Trading.Domain.Indicators.Catalogue;

/// <summary>The parameters of one spec, each present and valid: windows, milliseconds (spans, intervals), numbers, choices, frames, nested values.</summary>
internal sealed class ParameterValues
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    public void Set(string name, object value) => _values[name] = value;

    public bool Has(string name) => _values.ContainsKey(name);

    public object this[string name] => _values[name];

    public IndicatorWindow Window(string name = ParameterNames.Window) => (IndicatorWindow)_values[name];

    /// <summary>Milliseconds of a span or an interval.</summary>
    public long Span(string name) => (long)_values[name];

    public double Number(string name) => (double)_values[name];

    public int Integer(string name) => (int)_values[name];

    public string Choice(string name) => (string)_values[name];

    public Frame[] Frames(string name) => (Frame[])_values[name];

    public ParameterValues Part(string name) => (ParameterValues)_values[name];
}
