using System.Reflection;
using System.Reflection.Emit;

namespace Hcos.Kernel.Snapshots;

/// <summary>Reads and writes fields, private and read-only ones too, as fast as compiled code does.</summary>
internal static class FieldAccess
{
    private const BindingFlags Own =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>
    /// All fields of a type that do not follow from others, those of its bases included, each under a name of its own,
    /// sorted.
    /// </summary>
    public static SortedDictionary<string, FieldInfo> Of(Type type)
    {
        var fields = new SortedDictionary<string, FieldInfo>(StringComparer.Ordinal);
        for (var declaring = type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType)
        {
            foreach (var field in declaring.GetFields(Own).Where(field => !field.IsDefined(typeof(DerivedAttribute))))
            {
                var name = NameOf(field);
                fields.Add(fields.ContainsKey(name) ? $"{declaring.Name}/{name}" : name, field);
            }
        }

        return fields;
    }

    public static Func<object, object?> Getter(FieldInfo field)
    {
        var (method, il) = Begin(field, typeof(object), [typeof(object)]);
        il.Emit(OpCodes.Ldfld, field);
        if (field.FieldType.IsValueType) il.Emit(OpCodes.Box, field.FieldType);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<object, object?>>();
    }

    public static Action<object, object?> Setter(FieldInfo field)
    {
        var (method, il) = Begin(field, typeof(void), [typeof(object), typeof(object)]);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Unbox_Any, field.FieldType);
        il.Emit(OpCodes.Stfld, field);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Action<object, object?>>();
    }

    /// <summary>What a property keeps is named as the property is.</summary>
    private static string NameOf(FieldInfo field) =>
        field.Name is ['<', ..] ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;

    private static (DynamicMethod Method, ILGenerator Il) Begin(FieldInfo field, Type result, Type[] arguments)
    {
        var owner = field.DeclaringType!;
        var method = new DynamicMethod(field.Name, result, arguments, owner.Module, skipVisibility: true);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(owner.IsValueType ? OpCodes.Unbox : OpCodes.Castclass, owner);
        return (method, il);
    }
}
