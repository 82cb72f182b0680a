using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hcos.Cie.Simulators.Guests;

/// <summary>
/// The addresses of one host's guests: a block of 127.66.0.0/16 that no other endpoint of this machine has as long as
/// this one lives. The first address of the block is held for that; the kernel lets go of it whatever happens.
/// </summary>
internal sealed class GuestNetwork : IDisposable
{
    /// <summary>The most guests of one host.</summary>
    public const int MostGuests = 1023;

    private const int Blocks = 64;

    private readonly Socket _held;

    private GuestNetwork(Socket held, int block) => (_held, Block) = (held, block);

    /// <summary>Which block it is, from 0.</summary>
    public int Block { get; }

    /// <summary>Takes a block that is free.</summary>
    /// <param name="port">The port of the guests; what cannot be listened on now cannot be later.</param>
    /// <param name="preferred">The block to try first.</param>
    /// <exception cref="IOException">The port is not allowed, or all blocks are taken.</exception>
    public static GuestNetwork Take(int port, int preferred)
    {
        foreach (var block in Enumerable.Range(0, Blocks).Prepend(Math.Clamp(preferred, 0, Blocks - 1)))
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Parse(AddressOf(block, 0)), port));
                socket.Listen(1);
                return new(socket, block);
            }
            catch (SocketException refused) when (refused.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                socket.Dispose();
            }
            catch (SocketException refused)
            {
                socket.Dispose();
                throw new IOException($"guests cannot listen on port {port}: {refused.Message}", refused);
            }
        }

        throw new IOException("all blocks of addresses for guests are taken by other endpoints");
    }

    /// <summary>The address of a guest by its machine's number, from 1 to <see cref="MostGuests"/>.</summary>
    public static string AddressOf(int block, int number) => string.Create(
        CultureInfo.InvariantCulture, $"127.66.{(block << 2) + (number >> 8)}.{number & 255}");

    /// <inheritdoc/>
    public void Dispose() => _held.Dispose();
}
