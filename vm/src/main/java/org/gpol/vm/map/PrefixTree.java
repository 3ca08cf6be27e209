package org.gpol.vm.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A path-compressed binary tree of prefixes, each with the number of a slot. Nodes without a slot
 * only join two others: a tree of <i>n</i> prefixes has less than 2<i>n</i> nodes.
 */
final class PrefixTree {
  static final int NONE = -1;

  /** The size of the number of bits, with which a key begins. */
  static final int LENGTH_BYTES = 4;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** One place of the tree. */
  private static final class Node {
    byte[] bits;
    int length;
    int slot = NONE;
    Node zero;
    Node one;

    Node(byte[] bits, int length) {
      this.bits = bits;
      this.length = length;
    }

    Node child(int bit) {
      return bit == 0 ? zero : one;
    }

    void setChild(int bit, Node child) {
      if (bit == 0) {
        zero = child;
      } else {
        one = child;
      }
    }
  }

  private final int bytes;
  private final int maxLength;
  private Node root;
  private int count;
  private int fresh;
  private int[] free = new int[0];
  private int freeCount;

  /** For keys of {@code bytes} bytes beside their length. */
  PrefixTree(int bytes) {
    this.bytes = bytes;
    this.maxLength = bytes * Byte.SIZE;
  }

  /** How many prefixes there are. */
  int count() {
    return count;
  }

  /** False if a key has more bits than it has room for. */
  boolean validLength(byte[] key, int offset) {
    return Integer.compareUnsigned(length(key, offset), maxLength) <= 0;
  }

  /** The slot of the longest prefix of the key, or {@link #NONE}. */
  int longestMatch(byte[] key, int offset) {
    int length = length(key, offset);
    int found = NONE;
    Node node = root;
    while (node != null && common(node, key, offset, length) == node.length) {
      if (node.slot != NONE) {
        found = node.slot;
      }
      node = node.length == maxLength ? null : node.child(bit(key, offset, node.length));
    }
    return found;
  }

  /** The slot of exactly that prefix, or {@link #NONE}. */
  int exactMatch(byte[] key, int offset) {
    Node node = find(key, offset);
    return node == null ? NONE : node.slot;
  }

  /** Puts in a prefix, or takes over the bits behind one; true if that changed anything. */
  boolean insert(byte[] key, int offset) {
    int length = length(key, offset);
    Node parent = null;
    Node node = root;
    int common = 0;
    while (node != null) {
      common = common(node, key, offset, length);
      if (common < node.length || node.length == length) {
        break;
      }
      parent = node;
      node = node.child(bit(key, offset, node.length));
    }
    byte[] bits = Arrays.copyOfRange(key, offset + LENGTH_BYTES, offset + LENGTH_BYTES + bytes);
    if (node != null && common == node.length) {
      boolean changed = node.slot == NONE || !Arrays.equals(node.bits, bits);
      node.bits = bits;
      if (node.slot == NONE) {
        node.slot = takeSlot();
      }
      return changed;
    }
    Node added = new Node(bits, length);
    added.slot = takeSlot();
    Node top = added;
    if (node != null && common == length) {
      added.setChild(bit(node, common), node);
    } else if (node != null) {
      top = new Node(node.bits, common);
      top.setChild(bit(node, common), node);
      top.setChild(1 - bit(node, common), added);
    }
    replace(parent, node, top);
    return true;
  }

  /** Takes out a prefix; false if it is not there. */
  boolean remove(byte[] key, int offset) {
    Node grandparent = null;
    Node parent = null;
    Node node = root;
    int length = length(key, offset);
    while (node != null
        && common(node, key, offset, length) == node.length
        && node.length < length) {
      grandparent = parent;
      parent = node;
      node = node.child(bit(key, offset, node.length));
    }
    boolean there =
        node != null
            && node.slot != NONE
            && node.length == length
            && common(node, key, offset, length) == length;
    if (!there) {
      return false;
    }
    giveSlot(node.slot);
    node.slot = NONE;
    if (node.zero != null && node.one != null) {
      return true;
    }
    Node only = node.zero != null ? node.zero : node.one;
    if (only == null && parent != null && parent.slot == NONE) {
      replace(grandparent, parent, parent.zero == node ? parent.one : parent.zero);
    } else {
      replace(parent, node, only);
    }
    return true;
  }

  /** Copies the key after this one in post-order; of none or an unknown one, the first. */
  boolean copyNext(byte[] key, byte[] next) {
    Node node = key != null && validLength(key, 0) ? find(key, 0) : null;
    Node following = node == null || node.slot == NONE ? first(root) : after(node);
    if (following == null) {
      return false;
    }
    INT.set(next, 0, following.length);
    System.arraycopy(following.bits, 0, next, LENGTH_BYTES, bytes);
    return true;
  }

  private static Node first(Node from) {
    Node found = null;
    for (Node node = from; node != null; node = node.zero != null ? node.zero : node.one) {
      found = node; // the last one has no children, so it has a slot
    }
    return found;
  }

  /** The next node with a slot behind {@code node}: of all its ancestors, those nearest first. */
  private Node after(Node node) {
    Node ancestor = null;
    Node sibling = null;
    Node at = root;
    while (at != node) {
      int bit = bit(node, at.length);
      if (bit == 0 && at.one != null) {
        sibling = at.one;
        ancestor = null;
      } else if (at.slot != NONE) {
        sibling = null;
        ancestor = at;
      }
      at = at.child(bit);
    }
    return sibling != null ? first(sibling) : ancestor;
  }

  private Node find(byte[] key, int offset) {
    int length = length(key, offset);
    Node node = root;
    while (node != null && common(node, key, offset, length) == node.length) {
      if (node.length == length) {
        return node;
      }
      node = node.child(bit(key, offset, node.length));
    }
    return null;
  }

  private void replace(Node parent, Node old, Node now) {
    if (parent == null) {
      root = now;
    } else if (old != null) {
      parent.setChild(parent.zero == old ? 0 : 1, now);
    } else {
      parent.setChild(bit(now, parent.length), now);
    }
  }

  private int takeSlot() {
    count++;
    return freeCount > 0 ? free[--freeCount] : fresh++;
  }

  private void giveSlot(int slot) {
    count--;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, Math.max(16, freeCount * 2));
    }
    free[freeCount++] = slot;
  }

  private static int length(byte[] key, int offset) {
    return (int) INT.get(key, offset);
  }

  private static int bit(byte[] key, int offset, int number) {
    return (key[offset + LENGTH_BYTES + (number >> 3)] >> (7 - (number & 7))) & 1;
  }

  private static int bit(Node node, int number) {
    return (node.bits[number >> 3] >> (7 - (number & 7))) & 1;
  }

  /** How many bits a node and a key have in common, of those that both have. */
  private static int common(Node node, byte[] key, int offset, int length) {
    int limit = Math.min(node.length, length);
    int start = offset + LENGTH_BYTES;
    for (int i = 0; i * Byte.SIZE < limit; i++) {
      int differ = (node.bits[i] ^ key[start + i]) & 0xff;
      if (differ != 0) {
        return Math.min(limit, i * Byte.SIZE + Integer.numberOfLeadingZeros(differ) - 24);
      }
    }
    return limit;
  }
}
