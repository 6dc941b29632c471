using System.Reflection;
using Dapper;

namespace Trading.Storage.Tables;

/// <summary>Lets a positional record be read by name through its constructor, whatever integer width the engine answers with.</summary>
internal sealed class RecordTypeMap(Type type) : SqlMapper.ITypeMap
{
    private readonly ConstructorInfo _constructor = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)
        ?? throw new InvalidOperationException($"{type.Name} has no public constructor.");

    public ConstructorInfo FindConstructor(string[] names, Type[] types) => _constructor;

    public ConstructorInfo? FindExplicitConstructor() => null;

    public SqlMapper.IMemberMap GetConstructorParameter(ConstructorInfo constructor, string columnName) =>
        new ParameterMap(
            columnName,
            constructor.GetParameters().FirstOrDefault(parameter => string.Equals(parameter.Name, columnName, StringComparison.OrdinalIgnoreCase))
                ?? throw new InvalidOperationException($"{type.Name} has no parameter {columnName}."));

    public SqlMapper.IMemberMap? GetMember(string columnName) => null;

    private sealed class ParameterMap(string column, ParameterInfo parameter) : SqlMapper.IMemberMap
    {
        public string ColumnName => column;

        public Type MemberType => parameter.ParameterType;

        public PropertyInfo? Property => null;

        public FieldInfo? Field => null;

        public ParameterInfo Parameter => parameter;
    }
}
