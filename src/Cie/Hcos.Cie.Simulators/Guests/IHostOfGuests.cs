using System.Threading.Channels;

namespace Hcos.Cie.Simulators.Guests;

/// <summary>
/// Infrastructure in memory in which guests run. Whoever calls holds <see cref="Gate"/>; <see cref="Changes"/> alone
/// is read without it.
/// </summary>
/// <typeparam name="TMemory">What of it outlives its endpoint.</typeparam>
internal interface IHostOfGuests<out TMemory>
{
    /// <summary>Held by whoever looks at it or changes it.</summary>
    Lock Gate { get; }

    /// <summary>Readable after something may have changed.</summary>
    ChannelReader<bool> Changes { get; }

    /// <summary>When something becomes due by itself, or null.</summary>
    DateTimeOffset? NextDue { get; }

    /// <summary>Lets happen what has become due.</summary>
    void Settle();

    /// <summary>The guests that there are to be.</summary>
    IReadOnlyList<GuestWanted> Guests();

    /// <summary>A guest has ended by itself.</summary>
    void EndGuest(GuestWanted guest);

    /// <summary>It as it is now.</summary>
    TMemory Remember();
}
