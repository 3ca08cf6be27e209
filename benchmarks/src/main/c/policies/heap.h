/*
 * Heaps of tasks: a leftist tree for each lane, all in one pool of slots, and an index by gtid. Whoever includes this says
 * CAPACITY, LANES and the type KEY. No key is less than its parent's; of equal keys the one that came first is taken first. Slot 0 stands for "none"; its
 * right child is where a merge begins.
 */
#define SLOTS (CAPACITY + 1)

struct slot {
  u64 gtid;
  u32 barrier, left, right, parent, rank, lane;
  u64 arrival;
  KEY key;
};

struct slot slots[SLOTS];
u32 roots[LANES], lengths[LANES], free_slot, used_slots;
u64 arrivals;

struct {
  __uint(type, HASH);
  __type(key, u64);
  __type(value, u32);
  __uint(max_entries, CAPACITY);
} slot_index SEC(".maps");

/*
 * The empty statements keep clang from what the verifier cannot follow: leaving out a check because of what a loop has written,
 * and computing an address before the check.
 */
static inline struct slot *slot_at(u64 i) {
  __asm__ volatile("" : "+r"(i));
  if (i >= SLOTS)
    return NULL;
  __asm__ volatile("" : "+r"(i));
  return &slots[i];
}

/* The root of the tree that has what both trees have. */
static __attribute__((noinline)) u32 heap_merge(u32 a, u32 b) {
  u32 last = 0, rest, result;
  struct slot *end, *tail;

  /* Down along the right children of both: the lesser of the two is next on the way. */
  for (int i = 0; i < MERGE_STEPS && a && b; i++) {
    struct slot *x = slot_at(a), *y = slot_at(b), *above;

    if (!x || !y)
      break;
    if (y->key < x->key || (y->key == x->key && y->arrival < x->arrival)) {
      u32 other = a;
      a = b;
      b = other;
      x = y;
    }
    above = slot_at(last);
    if (!above)
      break;
    above->right = a;
    x->parent = last;
    last = a;
    a = x->right;
  }
  rest = a | b;
  end = slot_at(last);
  tail = slot_at(rest);
  if (!end || !tail)
    return 0;
  end->right = rest;
  tail->parent = last;
  result = slots[0].right;
  /* Up again: the child with the longer way goes to the left. */
  for (int i = 0; i < MERGE_STEPS && last; i++) {
    struct slot *s = slot_at(last), *left, *right;

    if (!s)
      break;
    left = slot_at(s->left);
    right = slot_at(s->right);
    if (!left || !right)
      break;
    if (left->rank < right->rank) {
      u32 other = s->left;
      s->left = s->right;
      s->right = other;
      s->rank = left->rank + 1;
    } else {
      s->rank = right->rank + 1;
    }
    last = s->parent;
  }
  return result;
}

static int heap_push(u32 lane, u64 gtid, u32 barrier, KEY key) {
  u32 slot = free_slot;
  struct slot *s;
  int err;

  if (!slot) {
    slot = used_slots + 1;
    if (slot > CAPACITY)
      return E2BIG;
  }
  s = slot_at(slot);
  if (!s)
    return E2BIG;
  if (lane >= LANES)
    return EINVAL;
  err = bpf_map_update_elem(&slot_index, &gtid, &slot, BPF_NOEXIST);
  if (err)
    return -err;
  if (!free_slot)
    used_slots = slot;
  else
    free_slot = s->left;
  s->gtid = gtid;
  s->barrier = barrier;
  s->left = 0;
  s->right = 0;
  s->parent = 0;
  s->rank = 1;
  s->lane = lane;
  s->arrival = arrivals++;
  s->key = key;
  lengths[lane]++;
  roots[lane] = heap_merge(roots[lane], slot);
  return 0;
}

/* Takes a slot out of the tree. */
static void heap_unlink(u32 slot) {
  struct slot *s = slot_at(slot), *child, *parent;
  u32 below, at, lane;

  if (!s)
    return;
  lane = s->lane;
  if (lane >= LANES)
    return;
  below = heap_merge(s->left, s->right);
  child = slot_at(below);
  if (!child)
    return;
  at = s->parent;
  child->parent = at;
  lengths[lane]--;
  if (!at) {
    roots[lane] = below;
    return;
  }
  parent = slot_at(at);
  if (!parent)
    return;
  if (parent->left == slot)
    parent->left = below;
  else
    parent->right = below;
  /* Ranks further up change only as long as they get smaller, each by more than the one before. */
  for (int i = 0; i < HEIGHT_STEPS && at; i++) {
    struct slot *p = slot_at(at), *left, *right;
    u32 rank;

    if (!p)
      break;
    left = slot_at(p->left);
    right = slot_at(p->right);
    if (!left || !right)
      break;
    rank = right->rank + 1;
    if (left->rank < right->rank) {
      u32 other = p->left;
      p->left = p->right;
      p->right = other;
      rank = left->rank + 1;
    }
    if (rank == p->rank)
      break;
    p->rank = rank;
    at = p->parent;
  }
}

/* Takes a slot out and gives it back; what is in it stays until the next push. */
static struct slot *heap_take(u32 slot) {
  struct slot *s = slot_at(slot);
  u64 gtid;

  if (!s)
    return NULL;
  heap_unlink(slot);
  gtid = s->gtid;
  bpf_map_delete_elem(&slot_index, &gtid);
  s->left = free_slot;
  free_slot = slot;
  return s;
}

static struct slot *heap_min(u32 lane) {
  return lane < LANES && roots[lane] ? slot_at(roots[lane]) : NULL;
}

static struct slot *heap_pop(u32 lane) {
  return lane < LANES && roots[lane] ? heap_take(roots[lane]) : NULL;
}

static void heap_remove(u64 gtid) {
  u32 *slot = bpf_map_lookup_elem(&slot_index, &gtid);

  if (slot)
    heap_take(*slot);
}

/* What is known of a task that waits is out of date: this barrier is the newer one. */
static void heap_renew(u64 gtid, u32 barrier) {
  u32 *slot = bpf_map_lookup_elem(&slot_index, &gtid);
  struct slot *s;

  if (!slot)
    return;
  s = slot_at(*slot);
  if (s)
    s->barrier = barrier;
}

/* A task that waits is sorted in anew. */
static void heap_update(u64 gtid, KEY key) {
  u32 *slot = bpf_map_lookup_elem(&slot_index, &gtid), i, lane;
  struct slot *s;

  if (!slot)
    return;
  i = *slot;
  s = slot_at(i);
  if (!s)
    return;
  lane = s->lane;
  if (lane >= LANES)
    return;
  heap_unlink(i);
  s->left = 0;
  s->right = 0;
  s->parent = 0;
  s->rank = 1;
  s->key = key;
  lengths[lane]++;
  roots[lane] = heap_merge(roots[lane], i);
}
